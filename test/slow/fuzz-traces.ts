/** Recorded requests, jobs and execution traces, whole and broken, played by the kinds of workload that read them. */
import { RandomStreams } from "../../src/base/random.ts";
import { traceOf, type WrittenNode } from "../workload/chakra-writer.ts";
import type { Document } from "./fuzz.ts";
import { brokenFile } from "./fuzz-files.ts";
import { failureReading } from "./fuzz-outcome.ts";

type Draw = { random(): number; pick<Item>(items: readonly Item[]): Item };

const windows: readonly object[] = [
  {},
  { loop: 3 },
  { speed: 0.001 },
  { speed: 1e9, loop: 2 },
  { from: "1 s" },
  { from: "1 s", to: "2 s" },
  { from: "30 d" },
];

/** A fleet that plays requests. */
function serving({ pick }: Draw): Document {
  return {
    name: "fuzz",
    cluster: { instance: "inf2.48xlarge", count: 1 },
    model: "llama-3.2-1b",
    workload: {
      kind: "inference",
      trace: { file: "f", ...pick(windows) },
      parallelism: { tensor: 2, replicas: pick([1, 4]) },
      batching: pick(["continuous", "chunked-prefill", "static", "dynamic", "none"]),
      ...pick([{}, { prefixCache: {} }, { timeout: { total: "1 s" } }, { router: "session" }]),
    },
    limits: { events: 20000 },
  };
}

/** A queue of jobs. */
function queue({ pick }: Draw): Document {
  return {
    name: "fuzz",
    cluster: { instance: "trn1.32xlarge", count: 2 },
    workload: {
      kind: "queue",
      jobs: { file: "f" },
      policy: pick(["fifo", "easy", "fair-share", "firstfit", "sjf", { kind: "priority", preempt: true }]),
      ...pick([{}, { placement: "packed" }, { preemption: { notice: "1 min" } }]),
    },
    limits: { events: 20000 },
  };
}

/** An execution trace. */
function execution({ pick }: Draw): Document {
  return {
    name: "fuzz",
    cluster: { instance: "trn1.32xlarge", count: pick([1, 2]) },
    workload: {
      kind: "execution-trace",
      file: pick(["f", "f.*"]),
      computation: pick(["roofline", "recorded"]),
    },
    limits: { events: 20000 },
  };
}

const amounts = [0, 1, 7, 4096, 4096, 4096, 1e6, 1e6, 2 ** 40];
const oddAmounts = [-1, 2 ** 53];

/** Nodes one after the other; now and then of a type that there is not, or one that needs any others, itself among them. */
function nodes({ random, pick }: Draw): WrittenNode[] {
  const count = 1 + Math.floor(random() * 12);
  const amount = () => pick(random() < 0.01 ? oddAmounts : amounts);
  return Array.from({ length: count }, (_, id) => {
    const others = () =>
      Array.from({ length: Math.floor(random() * 3) }, () => Math.floor(random() * (count + 1)));
    const isOrdered = random() < 0.97;
    return {
      id: random() < 0.99 ? id : 0,
      type: random() < 0.02 ? 99 : pick([1, 2, 3, 4, 4, 7, 7, ...(random() < 0.1 ? [5, 6] : [])]),
      needs: isOrdered ? [id - 1].filter((each) => each >= 0) : others(),
      controls: random() < 0.02 ? others() : [],
      micros: pick([0, 5, 1e6]),
      attributes: {
        num_ops: amount(),
        tensor_size: amount(),
        comm_size: amount(),
        comm_type: random() < 0.02 ? 99 : pick([0, 2, 3, 4, 5]),
        ...(random() < 0.05 && { comm_src: amount(), comm_dst: amount(), comm_tag: pick([0, 1]) }),
        ...(random() < 0.2 && { involved_dim: [true, false] }),
        is_cpu_op: random() < 0.1,
      },
    };
  });
}

/** `bytes` with up to three of them changed, or their end cut off. */
function spoilt(bytes: Uint8Array, { random }: Draw): Uint8Array {
  const now = bytes.slice(0, random() < 0.2 ? Math.floor(random() * bytes.length) : bytes.length);
  for (let left = Math.floor(random() * 4); left > 0 && now.length > 0; left--) {
    now[Math.floor(random() * now.length)] = Math.floor(random() * 256);
  }
  return now;
}

/** What is wrong with how trace `seed` is played; undefined where nothing is. */
export function traceFailureOf(seed: number): string | undefined {
  const random = new RandomStreams(seed).stream("traces");
  const draw: Draw = { random, pick: (items) => items[Math.floor(random() * items.length)]! };
  const [use, made] = draw.pick([
    ["requests", serving],
    ["requests", serving],
    ["jobs", queue],
    [undefined, execution],
  ] as const);
  const document = made(draw);
  if (use !== undefined) return failureReading(document, new TextEncoder().encode(brokenFile(seed, use)));
  const whole = traceOf(nodes(draw));
  return failureReading(document, random() < 0.7 ? whole : spoilt(whole, draw));
}
