/** Plug-ins that break their promises: each is refused where its answer enters, and the message says who it was. */
import { describe, expect, test } from "vitest";
import { ContractError } from "../../src/base/errors.ts";
import { type AnyPlugin, createPlugin } from "../../src/base/plugin.ts";
import {
  type Catalog,
  catalog,
  catalogSchema,
  makeCatalog,
  type PluginLists,
  pluginKinds,
  simulationCatalog,
} from "../../src/catalog.ts";
import type { World } from "../../src/cluster/world.ts";
import { readScenarios } from "../../src/scenario/read-scenarios.ts";
import type { RunRecord } from "../../src/simulation/run-record.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import type { FleetView, Router } from "../../src/workload/inference/fleet/routers/router.ts";
import {
  type ArrivalProcess,
  arrivalContract,
} from "../../src/workload/inference/load/arrivals/arrival-process.ts";
import type { Request } from "../../src/workload/inference/load/request.ts";
import {
  type BatchingPolicy,
  type BatchView,
  batchingContract,
} from "../../src/workload/inference/replica/batching/batching-policy.ts";
import type { Schedule, Task } from "../../src/workload/training/schedules/schedule.ts";
import type { GivenResult, WorkloadKind } from "../../src/workload/workload.ts";

const noFile = () => "{}";

function run(scenario: object, own: Catalog): RunRecord {
  const schema = catalogSchema(own, noFile);
  const path = (each: string) => each;
  const options = { file: "contract.yaml", fromFile: path, fromCommandLine: path };
  const [entry] = readScenarios(JSON.stringify({ name: "contract", ...scenario }), schema, options);
  const { scenario: read, resolved } = entry as { scenario: unknown; resolved: unknown };
  return simulate(read as Scenario, simulationCatalog(own, noFile), resolved);
}

const cluster = { instance: "p5.48xlarge", count: 1 };
const serving = {
  cluster,
  model: "llama-3.2-1b",
  workload: {
    kind: "inference",
    arrivals: { kind: "poisson", rate: "50/s" },
    requests: 40,
    input: { kind: "constant", tokens: 300 },
    output: { kind: "constant", tokens: 8 },
    parallelism: { tensor: 1, replicas: 2 },
  },
};
const training = {
  cluster,
  model: "llama-3.2-1b",
  workload: {
    kind: "training",
    sequenceLength: 512,
    globalBatch: 32,
    parallelism: { tensor: 1, pipeline: 4, data: 2 },
  },
};

const withWorkload = (scenario: { workload: object }, more: object) => ({
  ...scenario,
  workload: { ...scenario.workload, ...more },
});

/** A training job whose gradients are summed over `data` ranks. */
const dataParallel = (data: number, pipeline: number) =>
  withWorkload(training, { parallelism: { tensor: 1, pipeline, data } });

/** Where a scenario names a plug-in of each kind. */
const places: { [Kind in keyof PluginLists]: object } = {
  arrivals: withWorkload(serving, { arrivals: "wrong" }),
  lengths: withWorkload(serving, { input: "wrong" }),
  traces: withWorkload(serving, { trace: { file: "t.csv", kind: "wrong" } }),
  orders: withWorkload(serving, { order: "wrong", arrivals: { kind: "batch", size: 64 } }),
  batching: withWorkload(serving, { batching: "wrong" }),
  routers: withWorkload(serving, { router: "wrong", failures: { mtbf: "200 ms", repair: "1 s" } }),
  autoscaling: withWorkload(serving, { autoscaling: { policy: "wrong", interval: "10 ms" } }),
  speculations: withWorkload(serving, { speculation: "wrong" }),
  schedules: withWorkload(training, { schedule: "wrong" }),
  compressions: withWorkload(training, { compression: "wrong" }),
  failures: withWorkload(training, { failures: "wrong", tokens: "1B" }),
  topologies: { ...dataParallel(8, 2), cluster: { ...cluster, count: 2, topology: "wrong" } },
  collectives: {
    ...dataParallel(4, 2),
    cluster: {
      ...cluster,
      collectives: { inside: [{ algorithms: ["wrong"] }], across: [{ algorithms: ["wrong"] }] },
    },
  },
  queuePolicies: {
    cluster,
    workload: {
      kind: "queue",
      jobs: {
        count: 20,
        rate: "60/h",
        accelerators: [4],
        duration: { kind: "lognormal", mean: "1 h", sigma: 1 },
      },
      policy: "wrong",
    },
  },
};

const shipped = <Kind extends keyof PluginLists>(
  kind: Kind,
  name: string,
  options: { [option: string]: unknown } = {},
  needs?: object,
) => {
  const plugin = (catalog[kind] as readonly AnyPlugin<unknown, unknown>[]).find((each) => each.name === name);
  return plugin?.create(options, needs) as never;
};
/** Something handed to a plug-in, which it takes to be its own. */
type Written = { [key: string]: unknown };
const oneForward = shipped("schedules", "1f1b") as Schedule;
const reordered = (change: (order: Task[], stage: number) => Task[]): Schedule => ({
  ...oneForward,
  order: (stage, shape) => change(oneForward.order(stage, shape), stage),
});
const continuous = {
  ...(shipped("batching", "continuous", {
    maxBatch: 8,
    maxPrefillTokens: 8192,
    reserve: "prompt",
  }) as object),
};
const fixed = (route: unknown) => ({ sharedLine: false, route, changed() {} });
const chained = {
  first: () => [0],
  afterArrival: (now: number) => now + 1e6,
  afterCompletion: () => undefined,
};

/** Two endpoints and their links. */
const pair = {
  name: "pair",
  endpoints: 2,
  nodes: 2,
  links: [
    { source: 0, target: 1, bandwidth: 1, latencyNs: 0, startNs: 0 },
    { source: 1, target: 0, bandwidth: 1, latencyNs: 0, startNs: 0 },
  ],
  dimensions: [{ size: 2, shape: "chain", bandwidth: 1 }],
  bisectionBandwidth: 1,
  route: (source: number) => [source],
};

/** Wrong behaviours of each kind, and what is said of them. */
const wrong: { [Kind in keyof PluginLists]: [why: string, behaviour: unknown, message: RegExp][] } = {
  routers: [
    ["ignores health", fixed(() => 1), /replica 1, which is down/],
    ["names nobody", fixed(() => -1), /replica -1 .*a whole number from 0 to 1/],
    ["names one too many", fixed(() => 2), /replica 2/],
    ["answers nothing", fixed(() => undefined), /replica undefined/],
    ["throws", fixed(() => (undefined as unknown as number[]).length), /route throws TypeError/],
    ["is told nothing", { sharedLine: false, route: () => 0 }, /a function changed/],
    ["answers later", fixed(async () => 0), /route gives a promise/],
    ["comes later", Promise.resolve(fixed(() => 0)), /create gives a promise/],
    [
      "has a part that comes later",
      { ...fixed(() => 0), sharedLine: Promise.resolve(false) },
      /sharedLine: a promise/,
    ],
    [
      "changes the request",
      fixed((request: Written) => {
        request.outputTokens = 1;
        return 0;
      }),
      /route throws TypeError: Cannot set property outputTokens/,
    ],
    [
      "changes its prompt",
      fixed(({ prefixBlocks }: { prefixBlocks: number[] }) => prefixBlocks.push(7)),
      /route throws TypeError: Cannot add property/,
    ],
  ],
  batching: [
    ["admits who is not there", { ...continuous, admit: () => 100 }, /admitted requests: 100/],
    ["admits a part", { ...continuous, admit: () => 0.5 }, /admitted requests: 0.5/],
    [
      "overfills",
      { ...continuous, maxBatch: 1, admit: ({ queued }: { queued: number }) => queued },
      /a batch of at most 1/,
    ],
    ["takes nobody ever", { ...continuous, maxBatch: 0 }, /maxBatch 0/],
    [
      "changes what it sees",
      {
        ...continuous,
        admit: (view: Written) => {
          view.freeBlocks = 1e9;
          return 1;
        },
      },
      /Cannot assign to read only property 'freeBlocks'/,
    ],
    [
      "changes what waits",
      {
        ...continuous,
        admit: ({ waiting }: { waiting: (place: number) => Written }) => {
          waiting(0).priority = -1;
          return 1;
        },
      },
      /Cannot set property priority/,
    ],
    ["asks in the past", { ...continuous, admit: () => 0, askAgainNs: () => -5 }, /askAgainNs -5/],
  ],
  orders: [
    ["calls all equal", () => 0, /0 of requests \d+ and \d+/],
    ["answers NaN", () => Number.NaN, /NaN of requests/],
    ["answers what is neither number nor text", () => Symbol("first"), /Cannot convert a Symbol value/],
    ["is no function", {}, /object; expected a function/],
    [
      "changes a request",
      (a: Written, b: Written) => {
        a.status = "completed";
        return (a.id as number) - (b.id as number);
      },
      /Cannot set property status/,
    ],
  ],
  arrivals: [
    ["go back", { ...chained, afterArrival: (now: number) => now - 1 }, /afterArrival at 0 ns gives -1/],
    ["are no numbers", { ...chained, afterArrival: () => Number.NaN }, /gives NaN/],
    ["are told as text", { ...chained, afterArrival: (now: number) => `${now + 1e6}` }, /gives "1000000"/],
    ["begin before the start", { ...chained, first: () => [-1] }, /first arrival at -1/],
    ["come never", { ...chained, afterArrival: () => Number.POSITIVE_INFINITY }, /gives Infinity/],
    ["are no list", { ...chained, first: () => 0 }, /a list of times/],
  ],
  lengths: [
    ["are broken", { mean: 10, longest: 20, draw: () => 10.5 }, /a draw of 10.5/],
    ["are nothing", { mean: 10, longest: 20, draw: () => 0 }, /a draw of 0/],
    [
      "are longer than they say",
      { mean: 10, longest: 20, most: 20, draw: () => 21 },
      /a draw of 21.*from 1 to 20/,
    ],
    ["have no mean", { mean: Number.NaN, longest: 20, draw: () => 10 }, /mean NaN/],
    ["have no longest", { mean: 10, longest: Number.POSITIVE_INFINITY, draw: () => 10 }, /longest Infinity/],
  ],
  traces: [
    [
      "go back",
      { recognises: () => true, read: () => [spec(5), spec(1)] },
      /request 1 at 1; expected a number of at least 5/,
    ],
    ["have empty prompts", { recognises: () => true, read: () => [spec(0, 0)] }, /inputTokens 0/],
    ["have broken answers", { recognises: () => true, read: () => [spec(0, 1, 1.5)] }, /outputTokens 1.5/],
  ],
  autoscaling: [
    ["wants a part", { wanted: () => 1.5 }, /wanted replicas: 1.5/],
    ["wants less than none", { wanted: () => -1 }, /wanted replicas: -1/],
    ["cannot say", { wanted: () => Number.NaN }, /wanted replicas: NaN/],
  ],
  speculations: [
    [
      "keeps more than all",
      { depth: 3, verifiedTokens: 4, proposals: 3, acceptance: [1.2] },
      /acceptance 1.2/,
    ],
    ["proposes nothing", { depth: 0, verifiedTokens: 1, proposals: 0, acceptance: [0.5] }, /depth 0/],
    ["has no chances", { depth: 3, verifiedTokens: 4, proposals: 3, acceptance: [] }, /chances from 0 to 1/],
  ],
  schedules: [
    [
      "drops a backward pass",
      reordered((order) => order.slice(0, -1)),
      /15 of 16 backward passes on stage 0/,
    ],
    ["runs a pass twice", reordered((order) => [...order, order[0] as Task]), /forward 0 on stage 0 twice/],
    [
      "runs a chunk that there is not",
      reordered((order) => order.map((task) => ({ ...task, chunk: 1 }))),
      /on stage 0 chunk 1/,
    ],
    ["goes backward first", reordered((order) => [...order].reverse()), /before its forward pass/],
    [
      "says that it holds more than there are",
      { ...oneForward, inFlight: () => 1e308 },
      /inFlight on stage 0 is 1e\+308.*at most the 16 micro-batches/,
    ],
    ["holds more than it says", { ...oneForward, inFlight: () => 1 }, /4 micro-batches in flight on stage 0/],
    [
      "has stages wait for each other",
      reordered((order, stage) =>
        stage === 3
          ? [...order].sort((a, b) => b.microBatch - a.microBatch || (a.kind < b.kind ? 1 : -1))
          : order,
      ),
      /waits for ever/,
    ],
    [
      "knows passes of its own",
      reordered((order) => [...order, { kind: "sideways" as "forward", microBatch: 0 }]),
      /sideways on stage 0/,
    ],
  ],
  compressions: [
    ["sends less than nothing", { compress: () => ({ bytes: -1, flops: 0, memoryBytes: 0 }) }, /bytes -1/],
    ["cannot say", { compress: () => ({ bytes: Number.NaN, flops: 0, memoryBytes: 0 }) }, /bytes NaN/],
    ["answers nothing", { compress: () => undefined }, /bytes undefined/],
  ],
  failures: [
    [
      "strike without end",
      { source: "", causes: [{ name: "x", of: "chip", mtbfNs: 0, effect: "crash" }] },
      /mtbfNs 0/,
    ],
    [
      "strike what is not there",
      { source: "", causes: [{ name: "x", of: "moon", mtbfNs: 1e12, effect: "crash" }] },
      /of moon/,
    ],
    [
      "do what nobody knows",
      { source: "", causes: [{ name: "x", of: "chip", mtbfNs: 1e12, effect: "sulk" }] },
      /effect sulk/,
    ],
  ],
  topologies: [
    ["has links to nowhere", { ...pair, links: [link(0, 1), link(1, 2)] }, /target of link 1 2/],
    ["has links of no width", { ...pair, links: [{ ...link(0, 1), bandwidth: 0 }] }, /bandwidth of link 0 0/],
    ["leads one way only", { ...pair, links: [link(0, 1)] }, /no way from endpoint 1 to endpoint 0/],
    ["has another grid", { ...pair, dimensions: [{ size: 3, shape: "ring", bandwidth: 1 }] }, /3 places/],
    ["knows no routes", { ...pair, route: undefined }, /a function route/],
    ["leads astray", { ...pair, route: (from: number) => [1 - from] }, /goes on from node/],
    ["stops half way", { ...pair, route: () => [] }, /ends at node [01]/],
    ["throws", { ...pair, route: () => (undefined as unknown as number[][])[0] }, /route throws TypeError/],
  ],
  collectives: [
    ["does nothing", steps(1, []), /rank 0 ends with part 0 of 1 rank\b/],
    ["sends what is not there", steps(2, [[send(0, 1, 5)]]), /part 5/],
    ["sends to nobody", steps(1, [[send(0, 9, 0)]]), /in step 0 target 9/],
    ["sends to itself", steps(1, [[send(2, 2, 0)]]), /rank 2 sends to itself/],
    ["sends an empty list", steps(1, [[{ source: 1, target: 0, parts: [] }]]), /rank 1 sends no parts/],
    [
      "counts twice",
      steps(1, [[send(0, 1, 0)], [send(1, 2, 0), send(0, 2, 0)], [send(0, 3, 0)], [send(3, 2, 0)]]),
      /rank 2 adds to part 0 what is partly in it/,
    ],
    [
      "hears nothing of some",
      allReduce(fractions([0, 1, 1], [1, 0, 1], [2, 3, 1], [3, 2, 1])),
      /rank 0 hears nothing of rank/,
    ],
    ["sends too little", allReduce(allToAll(0.1)), /sends 0.\d+ of a buffer; expected at least 1/],
    ["sends no numbers", allReduce(allToAll(Number.NaN)), /fraction NaN/],
    ["answers nothing", { plan: () => ({}) }, /no tracks/],
  ],
  queuePolicies: [
    [
      "stops who does not run",
      {
        choose: () => [],
        preempt: ({ waiting: [job] }: { waiting: object[] }) => [{ job, stops: [{ job }] }],
      },
      /a stop of job 0.*stops of jobs that run/,
    ],
    ["starts who does not wait", { choose: () => [{ name: "ghost", accelerators: 1 }] }, /start of ghost/],
    [
      "starts one twice",
      { choose: ({ waiting: [first] }: { waiting: object[] }) => [first, first] },
      /each once/,
    ],
    [
      "starts more than fit",
      { choose: ({ waiting }: { waiting: object[] }) => waiting },
      /accelerators at once/,
    ],
  ],
};

function link(source: number, target: number) {
  return { source, target, bandwidth: 1, latencyNs: 0, startNs: 0 };
}

function send(source: number, target: number, ...parts: number[]) {
  return { source, target, parts };
}

/** An all-reduce in steps of so many parts. */
function steps(parts: number, of: object[][]) {
  return allReduce({ parts, steps: of });
}

/** Does no other operation. */
function allReduce(plan: object) {
  return { plan: (operation: string) => (operation === "all-reduce" ? plan : undefined) };
}

function fractions(...sent: (readonly [source: number, target: number, fraction: number])[]) {
  const transfers = sent.map(([source, target, fraction]) => ({ source, target, fraction }));
  return { tracks: [{ phases: [[{ transfers, repeat: 1 }]] }] };
}

/** Each of four ranks sends so much to every other. */
function allToAll(fraction: number) {
  const four = [0, 1, 2, 3];
  const pairs = four.flatMap((source) => four.map((target) => [source, target, fraction] as const));
  return fractions(...pairs.filter(([source, target]) => source !== target));
}

function spec(arrivalNs: number, inputTokens = 1, outputTokens = 1) {
  return { arrivalNs, inputTokens, outputTokens };
}

/** What is said of the breach of a contract in which `act` ends. */
function refusalOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof ContractError) return error.message;
    throw error;
  }
  return expect.unreachable("no contract was broken");
}

describe.each(pluginKinds)("a wrong plug-in of %s", (kind) => {
  test.each(wrong[kind])("%s", (_, behaviour, message) => {
    const plugin = {
      name: "wrong",
      help: "wrong",
      options: {},
      file: "plugins/wrong.ts",
      create: () => behaviour,
    };
    const own = makeCatalog({ ...catalog, [kind]: [...catalog[kind], plugin] });
    const refused = refusalOf(() => run(places[kind], own));
    expect(refused).toMatch(message);
    expect(refused).toMatch(/ wrong of plugins\/wrong\.ts/);
  });
});

test("arrivals of one moment that bring each other, and an engine that asks again and admits nobody, are told", () => {
  const times = 1_000_000;
  const still: AnyPlugin<ArrivalProcess> = {
    name: "still",
    help: "",
    options: {},
    create: () => ({ ...chained, afterArrival: (now: number) => now }),
  };
  const arrivals = createPlugin([still], { kind: "still" }, undefined, arrivalContract);
  for (let time = 0; time < times; time++) arrivals.afterArrival(5);
  expect(arrivals.afterArrival(6)).toBe(6);
  for (let time = 1; time < times; time++) arrivals.afterArrival(6);
  expect(() => arrivals.afterArrival(6)).toThrow(
    /gives 6 ns at 6 ns, 1000001 times in a row; expected time that goes on/,
  );
  const create = () => ({ ...continuous, admit: () => 0, askAgainNs: () => 9 }) as unknown as BatchingPolicy;
  const asking = createPlugin([{ ...still, create }], { kind: "still" }, undefined, batchingContract);
  const view = { now: 8 } as BatchView;
  for (let time = 0; time < times; time++) asking.askAgainNs?.(view);
  expect(() => asking.askAgainNs?.(view)).toThrow(
    /9 at 8 ns, 1000001 times without a request admitted; expected somebody who is admitted some time/,
  );
});

test.each(pluginKinds)(
  "of %s nothing at all, and what can do nothing, is refused when it is made",
  (kind) => {
    for (const behaviour of [undefined, {}]) {
      const plugin = {
        name: "wrong",
        help: "",
        options: {},
        file: "plugins/wrong.ts",
        create: () => behaviour,
      };
      const own = makeCatalog({ ...catalog, [kind]: [...catalog[kind], plugin] });
      const refused = refusalOf(() => run(places[kind], own));
      expect(refused).toMatch(/ wrong of plugins\/wrong\.ts/);
      // Of a breach within the simulation the event would be told.
      expect(refused).not.toMatch(/event \d/);
    }
  },
);

test.each([
  () => Promise.reject(new Error("too late")),
  () => ({ ...fixed(() => 0), sharedLine: Promise.reject(new Error("too late")) }),
  () => ({ route: Promise.reject(new Error("too late")), changed: Promise.reject(new Error("later")) }),
])("what fails later in a plug-in that was refused is nobody's to hear", async (create) => {
  const heard: unknown[] = [];
  const listener = (error: unknown) => heard.push(error);
  process.on("unhandledRejection", listener);
  const plugin = { name: "wrong", help: "", options: {}, create: create as unknown as () => Router };
  const own = makeCatalog({ ...catalog, routers: [...catalog.routers, plugin] });
  expect(() => run(places.routers, own)).toThrow(/a promise/);
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", listener);
  expect(heard).toEqual([]);
});

test("a breach within the simulation tells the event and the seed", () => {
  const plugin = { name: "wrong", help: "", options: {}, create: () => fixed(() => 9) as Router };
  const own = makeCatalog({ ...catalog, routers: [...catalog.routers, plugin] });
  expect(() => run(places.routers, own)).toThrow(/replica 9 \(contract, seed 1, .*event \d+/);
});

test("what a router sees of the fleet may be handed on: functions that need no object", () => {
  const seen: unknown[] = [];
  const create = (_: object, { fleet }: { fleet: FleetView }): Router => {
    const { isUp, requests, tokens, kvUse, weight, prefixBlocks } = fleet;
    const route = (request: Request) => {
      const [first = 0] = [...Array(fleet.replicas).keys()].filter(isUp);
      seen.push(
        ...[requests, tokens, kvUse, weight].map((signal) => signal(first)),
        prefixBlocks(first, request),
      );
      return first;
    };
    return { sharedLine: false, route, changed() {} };
  };
  const plugin = { name: "wrong", help: "", options: {}, create };
  run(
    places.routers,
    makeCatalog({ ...catalog, routers: [...catalog.routers, plugin as (typeof catalog.routers)[number]] }),
  );
  expect(seen).not.toEqual([]);
  expect(seen.every((signal) => Number.isFinite(signal))).toBe(true);
});

describe("a wrong kind of workload", () => {
  const good: GivenResult = { elapsedNs: 1e9 };
  const kindOf = (
    result: object,
    start: (world: World) => void = () => {},
    give: () => unknown = () => ({ ...good, ...result }),
  ): WorkloadKind => ({
    name: "own",
    help: "own",
    file: "plugins/own.ts",
    options: {},
    needsNoModel: true,
    metrics: [{ name: "waves", title: "Waves", unit: "count", better: null }],
    create: () => ({ start, result: give as () => GivenResult }),
  });
  test.each<[string, WorkloadKind, RegExp]>([
    ["ends never", kindOf({ elapsedNs: Number.POSITIVE_INFINITY }), /elapsedNs Infinity/],
    ["is busier than always", kindOf({ busyFraction: 1.5 }), /busyFraction 1.5/],
    ["shares out more than all", kindOf({ attribution: [{ what: "a", fraction: 2 }] }), /sums to 2/],
    [
      "tells what it did not declare",
      kindOf({ own: { wave: 1 } }),
      /a figure wave; expected one of its metrics, such as waves/,
    ],
    ["tells no number", kindOf({ own: { waves: Number.NaN } }), /waves NaN/],
    ["forgets a list", kindOf({ warnings: undefined }), /warnings undefined; expected array/],
    ["gives no result", kindOf({}, undefined, () => undefined), /it gives undefined; expected object/],
    ["gives a text", kindOf({}, undefined, () => "good"), /it gives "good"; expected object/],
    [
      "has a part that throws",
      kindOf({}, undefined, () => ({
        ...good,
        get own() {
          throw new Error("mine");
        },
      })),
      /result throws Error: mine/,
    ],
    [
      "has chips do two things at once",
      kindOf({ chipTime: [{ state: "busy", what: "x", chipNs: 1e12 }] }),
      /chipTime of 1000000000000 chip-ns on the cluster; expected at most 8 chips x 1000000000 ns/,
    ],
    [
      "has chips in a state of its own",
      kindOf({ chipTime: [{ state: "asleep", what: "x", chipNs: 1 }] }),
      /chipTime\.0\.state "asleep"/,
    ],
    ["makes what is no number", kindOf({ produced: { outputTokensPerNs: Number.NaN } }), /PerNs NaN/],
    ["moves for no number", kindOf({ transferUsd: Number.NaN }), /transferUsd NaN/],
    [
      "fills memory with what is no number",
      kindOf({ memory: { perDeviceBytes: Number.NaN, capacityBytes: 1, parts: {} } }),
      /memory\.perDeviceBytes NaN/,
    ],
    ["holds what is nowhere", kindOf({ otherInstances: [{ count: 1, chipTime: [] }] }), /instance undefined/],
    ["says that it served", kindOf({ inference: {} }), /result throws TypeError/],
    ["chooses nothing by no key", kindOf({ choices: [{}] }), /choices\.0\.key undefined/],
    [
      "tells a table without rows",
      kindOf({ tables: { x: { columns: ["a"] } } }),
      /tables\.x\.rows undefined/,
    ],
    ["tells a series of nothing", kindOf({ series: [{ name: "a" }] }), /series\.0\.unit undefined/],
    [
      "throws at its start",
      kindOf({}, () => {
        throw new RangeError("no sea");
      }),
      /start throws RangeError: no sea/,
    ],
  ])("%s", (_, kind, message) => {
    const refused = refusalOf(() =>
      run({ cluster, workload: { kind: "own" } }, makeCatalog(catalog, [kind])),
    );
    expect(refused).toMatch(message);
    expect(refused).toMatch(/workload kind own of plugins\/own\.ts/);
  });

  test("one that tells no more than its time is right", () => {
    const record = run({ cluster, workload: { kind: "own" } }, makeCatalog(catalog, [kindOf({})]));
    expect(record.result).toMatchObject({ ...good, warnings: [], tables: {}, chosen: {} });
  });

  test("whose time stands still is told so, and so is one whose metrics are none", () => {
    const again = (world: World) => {
      const target = { handle: () => world.simulator.scheduleAt(world.simulator.now, target, 0) };
      world.simulator.scheduleAt(0, target, 0);
    };
    const own = (kind: WorkloadKind) =>
      refusalOf(() => run({ cluster, workload: { kind: "own" } }, makeCatalog(catalog, [kind])));
    expect(own(kindOf({}, again))).toMatch(
      /own\.ts: found \d+ events at 0 ns .*; expected time that goes on/,
    );
    const [waves] = kindOf({}).metrics ?? [];
    const told = (metrics: object[]) => own({ ...kindOf({}), metrics: metrics as never });
    expect(told([{ ...waves, unit: "parsecs" }])).toMatch(/metrics\.0\.unit "parsecs"/);
    expect(told([{ ...waves, better: "bigger" }])).toMatch(/metrics\.0\.better "bigger"/);
    expect(told([{ ...waves, name: "Waves!" }])).toMatch(/"Waves!"; expected a name in snake_case/);
    expect(told([waves as object, waves as object])).toMatch(/two metrics waves/);
    expect(own({ ...kindOf({}), name: "cost" })).toMatch(/a kind called cost; expected a name that no key/);
  });
});
