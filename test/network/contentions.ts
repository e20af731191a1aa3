/** Exchanges that meet on links: hand-made cases, and seeded mixtures as jobs make them. */
import type { Random } from "../../src/base/random.ts";
import { linkSoftwareOf } from "../../src/cluster/link-software.ts";
import { wire } from "../../src/cluster/wiring.ts";
import { instances } from "../../src/hardware/instances.ts";
import { AnalyticNetwork } from "../../src/network/analytic/analytic-network.ts";
import { topologyOf } from "../../src/network/topology-notation.ts";
import type { Exchange } from "./exchanges.ts";

/** Exchanges on a network, by name. */
export interface Contention {
  name: string;
  network: AnalyticNetwork;
  exchanges: Exchange[];
}

/**
 * `2 x trn1.32xlarge`, or a topology with links of 50 bytes/ns and 500 ns. Messages of all lengths go as long ones do, for the
 * play of every message knows one kind of wires (`short-messages.test.ts` compares short ones).
 */
export function networkOf(text: string): AnalyticNetwork {
  const match = /^(\d+) x (.*)$/.exec(text);
  if (match === null) return new AnalyticNetwork(topologyOf(text, { bandwidth: 50, latencyNs: 500 }));
  const instance = instances.find(({ name }) => name === match[2]);
  if (instance === undefined) throw new Error(`no instance ${match[2]}`);
  const software = linkSoftwareOf(instance.chip);
  const { short: _, ...network } = software.network;
  return wire({ instance, count: Number(match[1]), software: { ...software, network } });
}

const KiB = 1024;
const MiB = 1024 * KiB;
const run = (first: number, count: number, stride = 1) =>
  Array.from({ length: count }, (_, index) => first + index * stride);

/** 32 contentions in which what happens can be said in words. */
export function handMade(): Contention[] {
  const cases: Contention[] = [];
  const add = (name: string, on: string, exchanges: Exchange[]) =>
    cases.push({ name, network: networkOf(on), exchanges });
  for (const times of [2, 4, 16]) {
    for (const bytes of [256 * KiB, 4 * MiB, 64 * MiB]) {
      const ring = {
        operation: "all-reduce",
        bytes,
        ranks: run(0, 8),
        algorithm: "ring",
        chunks: 1,
      } as const;
      add(`${times} all-reduces of ${bytes} on the links of one ring`, "ring:8", new Array(times).fill(ring));
    }
  }
  const scattered = (bytes: (group: number) => number, apartNs = 0): Exchange[] =>
    run(0, 16).map((group) => ({
      operation: "all-reduce",
      bytes: bytes(group),
      ranks: run(group, 16, 16),
      startNs: group * apartNs,
    }));
  for (const on of ["16 x p4d.24xlarge", "8 x trn1.32xlarge"]) {
    const [size, stride] = on.startsWith("16") ? [16, 8] : [8, 32];
    const groups = (bytes: number, apartNs = 0, grows = 0): Exchange[] =>
      run(0, 8).map((group) => ({
        operation: "all-reduce",
        bytes: bytes * (1 + grows * group),
        ranks: run(group, size, stride),
        startNs: group * apartNs,
      }));
    add(`groups scattered over instances, ${on}`, on, groups(8 * MiB));
    add(`the same 40 us apart, ${on}`, on, groups(8 * MiB, 40e3));
    add(`the same of 8 to 64 MiB, ${on}`, on, groups(8 * MiB, 0, 1));
  }
  add(
    "16 tensor groups of 16 over 16 instances",
    "16 x trn1.2xlarge",
    scattered(() => MiB)
      .slice(0, 2)
      .map((each, index) => ({ ...each, ranks: run(index, 16, 2) })),
  );
  const experts = (bytes: number, apartNs = 0): Exchange[] =>
    run(0, 8).map((group) => ({
      operation: "all-to-all",
      bytes,
      ranks: run(group, 8, 8),
      startNs: group * apartNs,
    }));
  add("expert all-to-all of 8 groups over 8 instances", "8 x p4d.24xlarge", experts(32 * MiB));
  add("the same, small", "8 x p4d.24xlarge", experts(MiB));
  add("the same 100 us apart", "8 x p4d.24xlarge", experts(32 * MiB, 100e3));
  const incast = (bytes: (index: number) => number, apartNs = 0): Exchange[] =>
    run(0, 7).map((index) => ({
      operation: "point-to-point",
      bytes: bytes(index),
      ranks: [8 * (index + 1), 0],
      startNs: index * apartNs,
    }));
  add(
    "incast of 7",
    "8 x g5.48xlarge",
    incast(() => 256 * MiB),
  );
  add(
    "incast of other sizes",
    "8 x g5.48xlarge",
    incast((index) => 32 * MiB * (1 + index)),
  );
  add(
    "incast 1 ms apart",
    "8 x g5.48xlarge",
    incast(() => 64 * MiB, 1e6),
  );
  add("incast beside a data all-reduce", "8 x g5.48xlarge", [
    ...incast(() => 64 * MiB),
    { operation: "all-reduce", bytes: 64 * MiB, ranks: run(1, 8, 8) },
  ]);
  const small = (bytes: number): Exchange[] =>
    run(0, 50).map((index) => ({ operation: "point-to-point", bytes, ranks: [0, 8], startNs: index * 20e3 }));
  const large: Exchange = { operation: "point-to-point", bytes: 256 * MiB, ranks: [0, 8] };
  add("50 x 8 KiB beside 256 MiB", "2 x p4d.24xlarge", [large, ...small(8 * KiB)]);
  add("50 x 64 KiB beside 256 MiB", "2 x p4d.24xlarge", [large, ...small(64 * KiB)]);
  const planes = run(0, 4).map(
    (plane): Exchange => ({
      operation: "all-reduce",
      bytes: 16 * MiB,
      ranks: run(16 * plane, 16),
      algorithm: "bucket",
      chunks: 1,
    }),
  );
  const whole: Exchange = {
    operation: "all-reduce",
    bytes: 64 * MiB,
    ranks: run(0, 64),
    algorithm: "bucket",
    chunks: 1,
  };
  add("planes of a torus beside the whole", "torus:4x4x4", [...planes, whole]);
  const columns = run(0, 4).map(
    (column): Exchange => ({
      operation: "all-reduce",
      bytes: 16 * MiB,
      ranks: run(column, 4, 4),
      algorithm: "ring",
      chunks: 1,
    }),
  );
  add("columns of a torus beside the same", "torus:4x4", [...columns, ...columns]);
  add("two rings in opposite order", "ring:8", [
    { operation: "all-gather", bytes: 32 * MiB, ranks: run(0, 8), algorithm: "ring", chunks: 1 },
    { operation: "reduce-scatter", bytes: 16 * MiB, ranks: run(0, 8), algorithm: "ring", chunks: 1 },
  ]);
  add(
    "pipeline sends of 8 ranks side by side",
    "2 x p4d.24xlarge",
    run(0, 8).map((rank) => ({
      operation: "point-to-point",
      bytes: 64 * MiB,
      ranks: [rank, 8 + rank],
    })),
  );
  add(
    "a tree beside a tree",
    "2 x p5.48xlarge",
    new Array<Exchange>(2).fill({
      operation: "all-reduce",
      bytes: 64 * MiB,
      ranks: run(0, 16),
      algorithm: "ring",
      chunks: 1,
    }),
  );
  add("broadcasts from two roots", "switch:8", [
    { operation: "broadcast", bytes: 16 * MiB, ranks: run(0, 8), algorithm: "ring", chunks: 1 },
    { operation: "broadcast", bytes: 16 * MiB, ranks: run(0, 8), algorithm: "ring", chunks: 1 },
  ]);
  add("an all-gather beside a reduce-scatter of half the ranks", "2 x p4d.24xlarge", [
    { operation: "all-gather", bytes: 32 * MiB, ranks: run(0, 16), algorithm: "ring", chunks: 1 },
    { operation: "reduce-scatter", bytes: 32 * MiB, ranks: run(0, 8, 2), algorithm: "ring", chunks: 1 },
  ]);
  return cases;
}

const fabrics = [
  { on: "4 x trn1.32xlarge", each: 32, tensor: [8, 16, 32] },
  { on: "4 x trn2.48xlarge", each: 64, tensor: [16, 32, 64] },
  { on: "4 x p4d.24xlarge", each: 8, tensor: [2, 4, 8] },
  { on: "4 x p5.48xlarge", each: 8, tensor: [2, 4, 8] },
  { on: "torus:4x4x4", each: 16, tensor: [4, 16] },
] as const;

/**
 * A mixture as jobs make them: groups of a 3D placement (tensor, data, expert, pipeline) in one of three rank orders, and
 * transfers of keys and values, at random times and sizes.
 */
export function mixture(random: Random): Contention {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const fabric = pick(fabrics);
  const network = networkOf(fabric.on);
  const ranks = network.topology.endpoints;
  const tensor = pick(fabric.tensor);
  const pipeline = pick([1, 2]);
  const data = ranks / tensor / pipeline;
  const order = pick(["tensor data pipeline", "tensor pipeline data", "data tensor pipeline"]).split(" ");
  const sizes: Record<string, number> = { tensor, data, pipeline };
  const strides: Record<string, number> = {};
  let stride = 1;
  for (const axis of order) {
    strides[axis] = stride;
    stride *= sizes[axis] as number;
  }
  const groupsOf = (axis: string): number[][] => {
    const others = order.filter((other) => other !== axis);
    const bases = others.reduce<number[]>(
      (known, other) => known.flatMap((base) => run(base, sizes[other] as number, strides[other] as number)),
      [0],
    );
    return bases.map((base) => run(base, sizes[axis] as number, strides[axis] as number));
  };
  const size = () => 2 ** Math.round(16 + 11 * random());
  const exchanges: Exchange[] = [];
  const together = (groups: readonly number[][], operation: Exchange["operation"], bytes: number) => {
    const startNs = Math.floor(random() * 400e3);
    for (const ranks of groups) if (ranks.length > 1) exchanges.push({ operation, bytes, ranks, startNs });
  };
  const kinds = 2 + Math.floor(random() * 3);
  for (let kind = 0; kind < kinds; kind++) {
    const what = pick(["tensor", "data", "expert", "pipeline", "transfer"]);
    if (what === "tensor") together(groupsOf("tensor"), pick(["all-reduce", "all-gather"]), size());
    if (what === "data") together(groupsOf("data"), pick(["all-reduce", "reduce-scatter"]), size());
    if (what === "expert") together(groupsOf("data"), "all-to-all", size());
    if (what === "pipeline") together(groupsOf("pipeline").slice(0, 16), "point-to-point", size());
    if (what === "transfer") {
      for (let count = 0; count < 4; count++) {
        const source = Math.floor(random() * ranks);
        const target = (source + 1 + Math.floor(random() * (ranks - 1))) % ranks;
        const startNs = Math.floor(random() * 400e3);
        exchanges.push({ operation: "point-to-point", bytes: 8 * size(), ranks: [source, target], startNs });
      }
    }
  }
  return { name: `${fabric.on}, ${order.join(" ")}, tensor ${tensor}`, network, exchanges };
}
