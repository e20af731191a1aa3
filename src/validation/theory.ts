/**
 * Answers that are known exactly, asked of the parts that scenarios run on: queueing theory of the kernel's servers, closed
 * forms of collectives, published memory figures, expected values of mixture-of-experts routing.
 */

import { deviation, mean } from "d3-array";
import { randomExponential } from "d3-random";
import { elementAt } from "../base/element-at.ts";
import { RandomStreams } from "../base/random.ts";
import { FifoServer } from "../kernel/fifo-server.ts";
import { ProcessorSharingServer } from "../kernel/processor-sharing-server.ts";
import { Simulator } from "../kernel/simulator.ts";
import type { Target } from "../kernel/target.ts";
import { gptModel } from "../models/architectures.ts";
import { findModel } from "../models/find-model.ts";
import { kvBytesPerToken } from "../models/kv-cache.ts";
import type { Model } from "../models/model.ts";
import { distinctExperts } from "../models/operators/feed-forward-operators.ts";
import { parameterCount } from "../models/parameters.ts";
import { AnalyticNetwork } from "../network/analytic/analytic-network.ts";
import { ring } from "../network/topologies/ring.ts";
import { optimizers } from "../workload/training/job/optimizers.ts";
import { layerActivationBytes } from "../workload/training/memory/training-memory.ts";

/** One known answer. */
export interface TheoryCheck {
  name: string;
  expected: number;
  simulated: number;
  /** Largest difference that passes, in the unit of the answer: rounding, or three standard errors. */
  tolerance: number;
  passed: boolean;
}

const jobs = 200_000;
const batches = 30;
const gib = 2 ** 30;

/** Runs every check. */
export function theoryChecks(models: readonly Model[]): TheoryCheck[] {
  return [...queueingChecks(), ...collectiveChecks(), ...memoryChecks(models)].map((check) => ({
    ...check,
    passed: Math.abs(check.simulated - check.expected) <= check.tolerance,
  }));
}

type Check = Omit<TheoryCheck, "passed">;

function exact(name: string, expected: number, simulated: number): Check {
  return { name, expected, simulated, tolerance: 1e-9 * Math.abs(expected) };
}

interface Station {
  submit(serviceNs: number, client: Target, code: number): void;
}

/** Times in system and waits of Poisson arrivals, services with mean 1. */
function load(station: (simulator: Simulator) => Station, rate: number, service: () => number) {
  const simulator = new Simulator("theory");
  const served = station(simulator);
  const gap = randomExponential.source(new RandomStreams(1).stream("arrivals"))(rate);
  const arrived = new Float64Array(jobs);
  const services = new Float64Array(jobs);
  const systemNs = new Float64Array(jobs);
  const client: Target = {
    handle(job, now) {
      systemNs[job] = now - elementAt(arrived, job);
    },
  };
  const source: Target = {
    handle(job, now) {
      arrived[job] = now;
      const serviceNs = service();
      services[job] = serviceNs;
      served.submit(serviceNs, client, job);
      if (job + 1 < jobs) simulator.schedule(gap(), source, job + 1);
    },
  };
  simulator.schedule(gap(), source, 0);
  simulator.run();
  return { systemNs, waitNs: systemNs.map((ns, job) => ns - elementAt(services, job)) };
}

/** Mean within three standard errors by batch means, after a warm-up of a twentieth. */
function sampled(name: string, expected: number, values: Float64Array): Check {
  const warm = values.subarray(Math.floor(values.length / 20));
  const size = Math.floor(warm.length / batches);
  const means = Array.from(
    { length: batches },
    (_, index) => mean(warm.subarray(index * size, (index + 1) * size)) as number,
  );
  const standardError = (deviation(means) as number) / Math.sqrt(batches);
  return { name, expected, simulated: mean(means) as number, tolerance: 3 * standardError };
}

function queueingChecks(): Check[] {
  const fifo = (servers: number) => (simulator: Simulator) =>
    new FifoServer(simulator, { name: "line", servers });
  const shared = (simulator: Simulator) => new ProcessorSharingServer(simulator, { name: "shared" });
  const exponential = () => randomExponential.source(new RandomStreams(1).stream("service"))(1);
  const mm1 = (rho: number) =>
    sampled(
      `M/M/1 at load ${rho}: mean time in system 1/(1-rho)`,
      1 / (1 - rho),
      load(fifo(1), rho, exponential()).systemNs,
    );
  const md1 = (rho: number) =>
    sampled(
      `M/D/1 at load ${rho}: mean wait rho/(2(1-rho))`,
      rho / (2 * (1 - rho)),
      load(fifo(1), rho, () => 1).waitNs,
    );
  const mmc = (servers: number, rho: number, expected: number) =>
    sampled(
      `M/M/${servers} at load ${rho}: mean wait of Erlang C`,
      expected,
      load(fifo(servers), rho * servers, exponential()).waitNs,
    );
  return [
    mm1(0.5),
    mm1(0.8),
    md1(0.5),
    md1(0.8),
    mmc(2, 0.8, 1.777778),
    mmc(4, 0.9, 1.969383),
    mmc(8, 0.9, 0.876916),
    sampled("M/D/1 processor sharing at load 0.8: mean 1/(1-rho)", 5, load(shared, 0.8, () => 1).systemNs),
  ];
}

function collectiveChecks(): Check[] {
  const network = new AnalyticNetwork(ring(8, { bandwidth: 50, latencyNs: 500 }));
  const bytes = 2 ** 20;
  const ranks = [0, 1, 2, 3, 4, 5, 6, 7];
  const timeNs = (operation: "all-reduce" | "all-gather") =>
    network.collectiveNs({ operation, bytes, ranks, algorithm: "ring", chunks: 1 });
  const hop = 500 + bytes / (8 * 50);
  return [
    exact("ring all-reduce of 1 MiB over 8 ranks, ns: 2(n-1)(a + S/(nB))", 14 * hop, timeNs("all-reduce")),
    exact("ring all-gather of 1 MiB over 8 ranks, ns: (n-1)(a + S/(nB))", 7 * hop, timeNs("all-gather")),
  ];
}

function memoryChecks(models: readonly Model[]): Check[] {
  const model = (name: string) => findModel(models, name) as Model;
  const megatron22b = {
    model: gptModel({
      name: "gpt-22b",
      title: "GPT 22B",
      source: "arXiv:2205.05198",
      layers: 48,
      hidden: 6144,
      heads: 64,
      vocabulary: 51_200,
      maxTokens: 2048,
    }),
    degrees: { data: 1, tensor: 8, pipeline: 1, microBatches: 1 },
    sequenceLength: 2048,
    microBatch: 4,
  };
  const stateBytes = 6 + optimizers.adamw.stateBytes;
  return [
    exact(
      "KV cache of Llama 3.1 8B in bf16, bytes a token",
      131_072,
      kvBytesPerToken(model("llama-3.1-8b"), 2),
    ),
    exact(
      "KV cache of Llama 3.1 70B in bf16, bytes a token",
      327_680,
      kvBytesPerToken(model("llama-3.1-70b"), 2),
    ),
    {
      name: "OPT-66B in fp16, GB",
      expected: 131,
      simulated: (2 * parameterCount(model("opt-66b"))) / 1e9,
      tolerance: 1,
    },
    exact(
      "Megatron 22B: parameters and optimizer, GiB a GPU",
      45.5625,
      (stateBytes * 12 * 48 * 6144 ** 2) / 8 / gib,
    ),
    exact(
      "Megatron 22B: activations without recompute, GiB a GPU",
      59.25,
      (48 * layerActivationBytes({ ...megatron22b, sequenceParallel: false }, "none")) / gib,
    ),
    exact(
      "Megatron 22B: with sequence parallelism and selective recompute, GiB a GPU",
      9.5625,
      (48 * layerActivationBytes({ ...megatron22b, sequenceParallel: true }, "selective")) / gib,
    ),
    exact(
      "distinct experts of 16 tokens choosing 2 of 8, popularity spread exponentially: N B k / (N - k + B k)",
      (8 * 16 * 2) / (8 - 2 + 16 * 2),
      distinctExperts({ count: 8, active: 2 }, 16),
    ),
  ];
}
