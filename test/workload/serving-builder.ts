/** Builds small serving runs: requests in a mini-language, step times as plain numbers. */

import { createPlugin, type PluginChoice } from "../../src/base/plugin.ts";
import { RandomStreams } from "../../src/base/random.ts";
import { Sharing } from "../../src/kernel/sharing/sharing.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import { LinkResources } from "../../src/network/graph/link-resources.ts";
import type { Topology } from "../../src/network/topology.ts";
import { routerContract } from "../../src/workload/inference/fleet/routers/router.ts";
import { routers } from "../../src/workload/inference/fleet/routers.ts";
import { Serving } from "../../src/workload/inference/fleet/serving.ts";
import type { ServingPlan } from "../../src/workload/inference/fleet/serving-plan.ts";
import { type LoadGenerator, TraceLoad } from "../../src/workload/inference/load/load-generator.ts";
import type { Request, RequestSpec } from "../../src/workload/inference/load/request.ts";
import { batchingContract } from "../../src/workload/inference/replica/batching/batching-policy.ts";
import { batching } from "../../src/workload/inference/replica/batching.ts";
import { type EngineTally, phases } from "../../src/workload/inference/replica/engine-tally.ts";
import { blockTokensDefault } from "../../src/workload/inference/replica/kv-cache.ts";
import type { KvWays } from "../../src/workload/inference/replica/kv-loads.ts";
import { orderContract } from "../../src/workload/inference/replica/orders/order.ts";
import { orders } from "../../src/workload/inference/replica/orders.ts";
import {
  emptyCost,
  type StepCost,
  type StepTimer,
  stepParts,
} from "../../src/workload/inference/time/step-timer.ts";

/** `requests("0ms 512+64, 10ms 128+8")`: arrival, prompt + answer tokens. */
export function requests(text: string): RequestSpec[] {
  return text.split(",").map((each) => {
    const match = /^\s*([\d.]+)ms (\d+)\+(\d+)\s*$/.exec(each);
    if (match === null) throw new Error(`no request: ${each}`);
    const [arrivalMs, inputTokens, outputTokens] = match.slice(1).map(Number);
    return { arrivalNs: arrivalMs! * 1e6, inputTokens: inputTokens!, outputTokens: outputTokens! };
  });
}

function cost(totalNs: number): StepCost {
  return { ...emptyCost(), totalNs, parts: Float64Array.of(totalNs, 0, 0, 0, 0) };
}

/** Step times in ms: prefill per prompt token; decode per step, plus per sequence and per token of context. */
export function linearTimer(ms: {
  prefillToken?: number;
  step?: number;
  sequence?: number;
  context?: number;
  join?: number;
}): StepTimer {
  const { prefillToken = 0, step = 0, sequence = 0, context = 0, join = 0 } = ms;
  return {
    prefill: (batch) =>
      cost(batch.reduce((sum, { prefillLeft }) => sum + prefillLeft, 0) * prefillToken * 1e6),
    decode: ({ slots, contextTotal, newcomers }) => {
      const joins = join > 0 && newcomers > 0;
      return {
        first: cost((step + sequence * slots + context * contextTotal + (joins ? join : 0)) * 1e6),
        growth: cost(context * slots * 1e6),
        validSteps: joins ? 1 : Number.MAX_SAFE_INTEGER,
      };
    },
    mixed: (chunks, { slots, contextTotal }) => {
      const tokens = chunks.reduce((sum, chunk) => sum + chunk.tokens, 0);
      return cost((step + prefillToken * tokens + sequence * slots + context * contextTotal) * 1e6);
    },
  };
}

/** A service time for each request, one request at a time: what queueing theory calls a server. */
export function serviceTimer(serviceNs: (request: Request) => number): StepTimer {
  return {
    prefill: (batch) => cost(serviceNs(batch[0]!)),
    decode: () => ({ first: cost(0), growth: cost(0), validSteps: 1 }),
    mixed: () => cost(0),
  };
}

/** What a test can change of a serving run. */
export interface ServingOptions {
  timer: StepTimer;
  load: LoadGenerator | RequestSpec[];
  replicas?: number;
  batching?: PluginChoice;
  router?: string;
  eventsMax?: number;
  order?: string;
  classes?: ServingPlan["classes"];
  outstandingMax?: number;
  signalAgeNs?: number;
  disaggregation?: ServingPlan["disaggregation"];
  sharedModels?: ServingPlan["sharedModels"];
  /** Without its random stream. */
  regions?: Omit<NonNullable<ServingPlan["regions"]>, "random">;
  autoscaling?: ServingPlan["autoscaling"];
  timeouts?: ServingPlan["timeouts"];
  stages?: ServingPlan["stages"];
  frontEndNs?: ServingPlan["frontEndNs"];
  /** Without its random stream, which follows from `seed`. */
  failures?: Omit<NonNullable<ServingPlan["failures"]>, "random"> | undefined;
  prefixCache?: ServingPlan["prefixCache"];
  swapNs?: ServingPlan["swapNs"];
  kvCapacityTokens?: number;
  /** Memory that steps share with what moves; theirs alone when absent. */
  rankMemory?: ServingPlan["rankMemory"];
  swapBytes?: number;
  /** Batches that follow each other through the stages of each replica. */
  batchesInFlight?: number;
  jump?: boolean;
  seed?: number;
}

const noLinks: Topology = {
  name: "no links",
  endpoints: 0,
  nodes: 0,
  links: [],
  dimensions: [],
  bisectionBandwidth: 0,
  route: () => [],
};

/** Ways of replicas that have their hosts to themselves, on a network of no links. */
function sharedWays(simulator: Simulator) {
  const sharing = new Sharing(simulator);
  const resource = (name: string, bandwidth: number) => sharing.add(bandwidth, () => name);
  const none = () => [];
  const ways: KvWays = { sharing, owner: 0, tier: resource, hostMemory: none, hostLink: none };
  const links = new LinkResources(simulator, sharing, noLinks);
  return { ways, links };
}

/** Step times of `timer`, of which operators wait for memory for the part `waits`. */
export function waitingTimer(timer: StepTimer, waits: number): StepTimer {
  const waiting = ({ totalNs }: StepCost): StepCost => ({
    ...emptyCost(),
    totalNs,
    parts: Float64Array.of((1 - waits) * totalNs, waits * totalNs, 0, 0, 0),
    memoryBusyNs: waits * totalNs,
  });
  return {
    ...timer,
    prefill: (requests) => waiting(timer.prefill(requests)),
    mixed: (chunks, batch) => waiting(timer.mixed(chunks, batch)),
    decode: (batch) => {
      const { first, growth, validSteps } = timer.decode(batch);
      return { first: waiting(first), growth: waiting(growth), validSteps };
    },
  };
}

/** Runs to the end and gives the rows of the request table by request id, and the serving run itself. */
export function serve(options: ServingOptions) {
  const { replicas = 1, kvCapacityTokens = 1e9 } = options;
  const simulator = new Simulator("test");
  const load = Array.isArray(options.load)
    ? new TraceLoad(options.load, Number.POSITIVE_INFINITY)
    : options.load;
  const serving = new Serving({
    replicas,
    kvCapacityTokens,
    requestTokensMax: kvCapacityTokens,
    timer: options.timer,
    policy: createPlugin(
      batching,
      options.batching ?? { kind: "continuous", maxBatch: 8, maxPrefillTokens: 1e9, reserve: "prompt" },
      undefined,
      batchingContract,
    ),
    order: createPlugin(orders, { kind: options.order ?? "fcfs", by: "total" }, undefined, orderContract),
    kvBlockTokens: blockTokensDefault,
    watermark: 0,
    router: (fleet) =>
      createPlugin(
        routers,
        { kind: options.router ?? "round-robin", slack: 2 },
        { fleet, random: new RandomStreams(options.seed ?? 1).stream("router") },
        routerContract(fleet),
      ),
    classes: options.classes,
    signalAgeNs: options.signalAgeNs,
    disaggregation: options.disaggregation,
    sharedModels: options.sharedModels,
    regions: options.regions && {
      ...options.regions,
      random: new RandomStreams(options.seed ?? 1).stream("regions"),
    },
    autoscaling: options.autoscaling,
    outstandingMax: options.outstandingMax,
    timeouts: options.timeouts,
    stages: options.stages,
    frontEndNs: options.frontEndNs ?? 0,
    failures: options.failures && {
      ...options.failures,
      random: new RandomStreams(options.seed ?? 1).stream("failures"),
    },
    prefixCache: options.prefixCache,
    swapNs: options.swapNs,
    swapBytes: options.swapBytes,
    batchesInFlight: options.batchesInFlight ?? 1,
    rankMemory: options.rankMemory,
    load,
    warmupNs: 0,
    objectives: {},
    jump: options.jump,
  });
  serving.start(simulator, options.rankMemory && sharedWays(simulator));
  const outcome = simulator.run({ events: options.eventsMax ?? 5e6 });
  serving.recorder.check(simulator.now, serving.held);
  const table = serving.recorder.table();
  const rows = [...table.rows]
    .map((row) => Object.fromEntries(table.columns.map((column, index) => [column, row[index]])))
    .sort((a, b) => Number(a.id) - Number(b.id));
  return { serving, simulator, outcome, rows };
}

/** All that an engine was busy with, ns. */
export function busyNsOf(tally: EngineTally): number {
  return phases.reduce(
    (sum, phase) => stepParts.reduce((total, _, part) => total + tally.partNs(phase, part), sum),
    0,
  );
}
