/** Chakra traces against closed forms: what is read, who meets whom, and how long it takes. */
import { readFileSync, writeFileSync } from "node:fs";
import { assert, integer, property, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import { ScenarioError } from "../../src/base/errors.ts";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import { buildCluster } from "../../src/cluster/cluster.ts";
import type { Fidelity } from "../../src/cluster/world.ts";
import type { CollectiveOperation } from "../../src/network/collectives/collective-plan.ts";
import { aloneNs } from "../../src/network/graph/alone.ts";
import { readScenarios } from "../../src/scenario/read-scenarios.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { readTrace } from "../../src/workload/execution-trace/chakra.ts";
import { bytes, fileOf, number, text, traceOf, types, type WrittenNode } from "./chakra-writer.ts";

const instance = catalog.instances.find(({ name }) => name === "p5.48xlarge")!;
const { network, device } = buildCluster({ instance, count: 2 });
const schema = catalogSchema(catalog, () => "{}");
const same = (path: string) => path;

/** Plays `traces` (one for all, or one a rank) on two p5.48xlarge, sixteen GPUs. */
function played(
  traces: WrittenNode[] | WrittenNode[][],
  options: object = {},
  texts = "{}",
  fidelity: Fidelity = "flow",
) {
  const isShared = !Array.isArray(traces[0]);
  const files = isShared ? [traceOf(traces as WrittenNode[])] : (traces as WrittenNode[][]).map(traceOf);
  const workload = {
    kind: "execution-trace",
    file: isShared ? "trace.0.et" : "trace.*.et",
    ranks: isShared ? 16 : files.length,
    ...options,
  };
  const written = {
    name: "trace",
    cluster: { instance: "p5.48xlarge", count: 2, network: fidelity },
    workload,
  };
  const [entry] = readScenarios(JSON.stringify(written), schema, {
    file: "trace.yaml",
    fromFile: same,
    fromCommandLine: same,
  });
  const parts = simulationCatalog(
    catalog,
    () => texts,
    (path) => files[Number(path.split(".")[1])]!,
  );
  const record = simulate(entry!.scenario as unknown as Scenario, parts, entry!.resolved);
  const own = record.result?.own as { [name: string]: number };
  return { record, own, elapsedNs: record.result!.elapsedNs, warnings: record.result!.warnings };
}

const problems = (act: () => unknown): string[] => {
  try {
    act();
  } catch (error) {
    if (error instanceof ScenarioError)
      return error.problems.map(({ found, expected }) => `${found}; ${expected}`);
    throw error;
  }
  return [];
};

const work = (id: number, micros: number, needs: number[] = []): WrittenNode => ({
  id,
  type: types.computation,
  micros,
  needs,
});
const collective = (
  id: number,
  kind: number,
  size: number,
  more: Partial<WrittenNode> = {},
): WrittenNode => ({
  id,
  name: "exchange",
  type: types.collective,
  ...more,
  attributes: { comm_type: kind, comm_size: size, is_cpu_op: false, ...more.attributes },
});
const message = (
  id: number,
  type: number,
  peer: number,
  size: number,
  needs: number[] = [],
): WrittenNode => ({
  id,
  type,
  needs,
  attributes: { comm_size: size, [type === types.send ? "comm_dst" : "comm_src"]: peer },
});

const all = Array.from({ length: 16 }, (_, rank) => rank);
/** Time of a collective played alone on its links. */
const playedNs = (operation: CollectiveOperation, size: number, ranks = all) => {
  const { graph, chunks } = network.exchange({ operation, bytes: size, ranks })!;
  return aloneNs(graph, size, chunks);
};
const allReduceNs = (size: number, ranks = all) => playedNs("all-reduce", size, ranks);

describe("what is read", () => {
  test("numbers of every form, signed ones too, texts, lists and what is not known", () => {
    const named = (name: string, value: readonly number[]) => bytes(10, [...text(1, name), ...value]);
    const fixed = (field: number, held: ArrayBuffer) => [
      field * 8 + (held.byteLength === 8 ? 1 : 5),
      ...new Uint8Array(held),
    ];
    const message = [
      ...number(1, 7),
      ...number(3, types.computation),
      ...number(6, 12), // start_time_micros, which plays no role
      ...named("int64", number(9, -5)),
      ...named("large", number(13, 2 ** 40 + 3)),
      ...named("zigzag", number(17, 9)),
      ...named("flag", number(27, 1)),
      ...named("list", bytes(28, bytes(1, [1, 0, 1]))),
      ...named("double", fixed(3, new Float64Array([1.25]).buffer)),
      ...named("float", fixed(5, new Float32Array([0.5]).buffer)),
      // Field 23 of form 5 is 23 x 8 + 5 = 189: two bytes as a varint.
      ...named("sfixed32", [189, 1, 255, 255, 255, 255]),
    ];
    const { nodes } = readTrace(fileOf([text(1, "0.0.4"), message]), "one.et");
    expect(nodes).toHaveLength(1);
    expect(Object.fromEntries(nodes[0]!.attributes)).toEqual({
      int64: -5,
      large: 2 ** 40 + 3,
      zigzag: -5,
      flag: true,
      list: [1, 0, 1],
      double: 1.25,
      float: 0.5,
      sfixed32: -1,
    });
  });

  test("a file that is cut off anywhere is a trace of fewer nodes, or is told at which byte it ends", () => {
    const whole = traceOf([work(0, 5), work(1, 5, [0]), collective(2, 0, 1000, { needs: [1] })]);
    let told = 0;
    for (let end = 0; end < whole.length; end++) {
      const found = problems(() => readTrace(whole.slice(0, end), "cut.et"));
      for (const problem of found) expect(problem).toMatch(/at byte \d+; a Chakra|^no node; a Chakra/);
      told += found.length;
    }
    // All but the two places between nodes, after the first.
    expect(told).toBe(whole.length - 2);
  });

  test("what is no trace is told as such", () => {
    expect(problems(() => readTrace(Uint8Array.of(0x1f, 0x8b, 8, 0), "a.et"))).toEqual([
      "a file compressed by gzip, to be unpacked first (gunzip); a Chakra execution trace: metadata, then nodes",
    ]);
    expect(problems(() => readTrace(new TextEncoder().encode("{ }"), "a.et"))).toHaveLength(1);
    expect(problems(() => readTrace(traceOf([{ id: 0, type: 42 }]), "a.et"))[0]).toMatch(/a node of type 42/);
  });
});

describe("how long it takes", () => {
  test("computations of one rank follow each other, whether they depend on each other or not", () => {
    expect(played([work(0, 5), work(1, 7)]).elapsedNs).toBe(12_000);
    expect(played([work(0, 5), work(1, 7, [0])]).elapsedNs).toBe(12_000);
  });

  test("the host works beside the engines", () => {
    const host = { ...work(1, 7), attributes: { is_cpu_op: true } };
    expect(played([work(0, 5), host]).elapsedNs).toBe(7_000);
  });

  test("dependencies of control hold as those of data do, and metadata takes no time", () => {
    const nodes: WrittenNode[] = [
      { id: 0, type: types.metadata },
      work(1, 5, [0]),
      { id: 2, type: types.computation, micros: 5, controls: [1], attributes: { is_cpu_op: true } },
    ];
    expect(played(nodes).elapsedNs).toBe(10_000);
  });

  test.each([
    ["all-reduce", 0, 1],
    ["all-gather", 2, 16],
    ["all-to-all", 6, 1],
    ["reduce-scatter", 7, 1],
    ["broadcast", 5, 1],
  ] as const)(
    "%s alone takes what the network says of the bytes that a rank puts in",
    (operation, kind, times) => {
      const size = 4 * 2 ** 20;
      const nodes = [collective(0, kind, size)];
      expect(played(nodes).elapsedNs / playedNs(operation, times * size)).toBeCloseTo(1, 9);
      const priced = network.collectiveNs({ operation, bytes: times * size, ranks: all });
      expect(played(nodes, {}, "{}", "analytic").elapsedNs / priced).toBeCloseTo(1, 9);
    },
  );

  test("an exchange beside a computation costs the longer of both; what shows of it is told", () => {
    const size = 256 * 2 ** 20;
    const exchangeNs = allReduceNs(size);
    const { elapsedNs, own } = played([work(0, 1000), collective(1, 0, size)]);
    expect(exchangeNs).toBeGreaterThan(1e6);
    expect(elapsedNs / exchangeNs).toBeCloseTo(1, 9);
    expect(own.exposed_communication_fraction).toBeCloseTo((exchangeNs - 1e6) / exchangeNs, 9);
    expect(own.communication_s).toBeCloseTo(exchangeNs / 1e9, 9);
  });

  test("a group plays one collective at a time", () => {
    const size = 2 ** 20;
    const { elapsedNs } = played([collective(0, 0, size), collective(1, 0, size)]);
    expect(elapsedNs / (2 * allReduceNs(size))).toBeCloseTo(1, 9);
  });

  test("a collective waits for the last of its ranks, and the others are told to have waited", () => {
    const traces = all.map((rank) => [
      work(0, rank === 3 ? 900 : 100),
      collective(1, 0, 2 ** 20, { needs: [0] }),
    ]);
    const { elapsedNs, own } = played(traces);
    expect(elapsedNs).toBeCloseTo(900_000 + allReduceNs(2 ** 20), 3);
    expect(own.waiting_fraction).toBeCloseTo((15 * 800_000) / 16 / elapsedNs, 9);
  });

  test("a message takes the way from rank to rank, and is received when it is there", () => {
    const size = 2 ** 20;
    const sender = [work(0, 10), message(1, types.send, 9, size, [0])];
    const receiver = (micros: number) => [
      work(0, micros),
      message(1, types.receive, 0, size, [0]),
      work(2, 5, [1]),
    ];
    const idle = (id: number) => [work(id, 1)];
    const traces = (micros: number) =>
      all.map((rank) => (rank === 0 ? sender : rank === 9 ? receiver(micros) : idle(0)));
    const wayNs = network.transferNs(size, 0, 9);
    expect(played(traces(1)).elapsedNs).toBeCloseTo(10_000 + wayNs + 5_000, 3);
    // One who comes late finds it there.
    expect(played(traces(5000)).elapsedNs).toBeCloseTo(5_000_000 + 5_000, 3);
  });

  test("loads and stores take the memory's bandwidth, and by their roofline computations the slower of both", () => {
    const size = 1e9;
    const load: WrittenNode = { id: 0, type: types.load, attributes: { tensor_size: size } };
    expect(played([load]).elapsedNs).toBeCloseTo(size / device.memoryBandwidth, 3);
    const sized = (ops: number): WrittenNode => ({
      id: 0,
      type: types.computation,
      micros: 10_000,
      attributes: { num_ops: ops, tensor_size: size },
    });
    const peak = device.peaks.bf16!;
    expect(played([sized(1e6)], { computation: "roofline" }).elapsedNs).toBeCloseTo(
      size / device.memoryBandwidth,
      3,
    );
    expect(played([sized(1e13)], { computation: "roofline" }).elapsedNs).toBeCloseTo(1e13 / peak, 3);
    expect(played([sized(1e12)]).elapsedNs).toBe(10_000_000);
    const fast = played([sized(1e14)]);
    expect(fast.elapsedNs).toBeCloseTo(1e14 / peak, 3);
    expect(fast.warnings.join()).toMatch(/16 computations were recorded as shorter/);
  });

  test("links that two exchanges share slow both, unless exchanges are priced as if alone", () => {
    // Two groups across both instances, each rank beside another of its own instance.
    const groups = '[{"pg_name": "1", "ranks": [0, 8]}, {"pg_name": "2", "ranks": [0, 8]}]';
    const size = 64 * 2 ** 20;
    const twice = (rank: number): WrittenNode[] =>
      rank % 8 === 0
        ? [
            { id: 0, type: types.metadata, inputs: `['${groups}']` },
            collective(1, 0, size, { attributes: { pg_name: "1" } }),
            collective(2, 0, size, { attributes: { pg_name: "2" } }),
          ]
        : [work(0, 1)];
    const alone = allReduceNs(size, [0, 8]);
    const together = played(all.map(twice)).elapsedNs;
    expect(together).toBeGreaterThan(1.3 * alone);
    expect(together).toBeLessThan(2.01 * alone);
  });
});

describe("who meets whom", () => {
  test("groups come from a file, or from the metadata of the trace", () => {
    const halves = '{ "1": [0, 1, 2, 3, 4, 5, 6, 7], "2": [8, 9, 10, 11, 12, 13, 14, 15] }';
    const size = 2 ** 24;
    const traces = all.map((rank) => [
      collective(0, 0, size, { attributes: { pg_name: rank < 8 ? "1" : "2" } }),
    ]);
    const alone = allReduceNs(size, all.slice(0, 8));
    expect(played(traces, { groups: { file: "groups.json" } }, halves).elapsedNs / alone).toBeCloseTo(1, 9);
    expect(problems(() => played(traces))[0]).toMatch(
      /group "1"; a group that the trace or groups.file lists/,
    );
    expect(problems(() => played(traces, { groups: { file: "g.json" } }, "[]"))[0]).toMatch(/no map/);
  });

  test.each([
    [
      "another collective",
      [collective(0, 0, 8)],
      [collective(0, 6, 8)],
      /all-to-all among all ranks; all-reduce, as rank 0/,
    ],
    ["fewer of them", [collective(0, 0, 8)], [work(0, 1)], /without rank 1; its part in the trace of rank 1/],
    ["a message nobody receives", [message(0, types.send, 1, 8)], [work(0, 1)], /a message without rank 1/],
    ["a message to oneself", [message(0, types.send, 0, 8)], [work(0, 1)], /comm_dst 0; another rank/],
    ["a circle", [work(0, 1, [1]), work(1, 1, [0])], [work(0, 1)], /for itself; an order without circles/],
    ["a node that is not there", [work(0, 1, [9])], [work(0, 1)], /waits for node 9; a node of the trace/],
    ["one id twice", [work(0, 1), work(0, 1)], [work(0, 1)], /a second node of this id/],
    ["a gather", [collective(0, 3, 8)], [collective(0, 3, 8)], /collective gather; one of all-reduce/],
    [
      "dimensions of ASTRA-sim",
      [collective(0, 0, 8, { attributes: { involved_dim: [true, false] } })],
      [collective(0, 0, 8)],
      /involved_dim/,
    ],
  ] as const)("%s is told with the node", (_, first, second, expected) => {
    expect(problems(() => played([[...first], [...second]]))[0]).toMatch(expected);
  });

  test("ranks that wait for each other in circles are a stall that names them", () => {
    const one = [message(0, types.receive, 1, 8), message(1, types.send, 1, 8, [0])];
    const other = [message(0, types.receive, 0, 8), message(1, types.send, 0, 8, [0])];
    const { record } = played([one, other]);
    expect(record.status).toBe("stalled");
    expect(record.reason).toMatch(/4 nodes of the traces did not end; message in messages waits for ranks/);
  });
});

test("random graphs end: no rank before its own work or its longest way, and all of its time is told", () => {
  const node = tuple(integer({ min: 0, max: 50 }), integer({ min: 0, max: 3 }), integer({ min: 1, max: 6 }));
  assert(
    property(tuple(node, node, node, node, node, node), (drawn) => {
      const nodes = drawn.map(([micros, kind, back], id): WrittenNode => {
        const needs = id >= back ? [id - back] : [];
        if (kind === 3) return collective(id, 0, 1000 * micros, { needs });
        return { ...work(id, micros, needs), attributes: { is_cpu_op: kind === 2 } };
      });
      const { elapsedNs, record } = played(nodes);
      const ways: number[] = [];
      nodes.forEach(({ micros = 0, needs = [] }, id) => {
        ways[id] = 1000 * micros + Math.max(0, ...needs.map((before) => ways[before]!));
      });
      const engines = drawn.reduce((sum, [micros, kind]) => sum + (kind < 2 ? 1000 * micros : 0), 0);
      expect(record.status).toBe("completed");
      expect(elapsedNs).toBeGreaterThanOrEqual(Math.max(engines, ...ways) * (1 - 1e-9));
      const told = record.account.entries.reduce((sum, { chipNs }) => sum + chipNs, 0);
      expect(told).toBeCloseTo(16 * elapsedNs, 3);
    }),
    { numRuns: 40, seed: 1 },
  );
});

/**
 * A step of data parallel training, per rank 4,096 tokens through eight layers of 218 million parameters in bf16: forward,
 * backward (twice the work), and the gradients of each layer summed as soon as they are there.
 */
function dataParallelStep(): WrittenNode[] {
  const parameters = 218_112_000;
  const layers = 8;
  const ops = 2 * parameters * 4096;
  const compute = (id: number, name: string, times: number, needs: number[]): WrittenNode => ({
    id,
    name,
    type: types.computation,
    needs,
    attributes: { is_cpu_op: false, num_ops: times * ops, tensor_size: times * 2 * parameters },
  });
  const forward = Array.from({ length: layers }, (_, layer) =>
    compute(layer, `forward ${layer}`, 1, layer > 0 ? [layer - 1] : []),
  );
  const backward = Array.from({ length: layers }, (_, back) => {
    const id = layers + 2 * back;
    const layer = layers - 1 - back;
    return [
      compute(id, `backward ${layer}`, 2, [back === 0 ? layers - 1 : id - 2]),
      { ...collective(id + 1, 0, 2 * parameters, { needs: [id] }), name: `gradients ${layer}` },
    ];
  });
  return [...forward, ...backward.flat()];
}

test("the shipped trace is the step that it is said to be", () => {
  const file = "scenarios/data-parallel.et";
  const made = traceOf(dataParallelStep());
  if (process.env.UPDATE_README === "1") writeFileSync(file, made);
  expect(Buffer.compare(readFileSync(file), made)).toBe(0);
});
