/**
 * The traces of all ranks as one graph to play: for each node what it waits for, how long it takes where it computes or moves
 * memory, and which meeting it is part of. Ranks that share a file share its nodes.
 *
 *     computation: the recorded duration, or max(num_ops / peak, tensor_size / memory bandwidth); never below the latter
 *     load, store: tensor_size / memory bandwidth of the rank
 */
import { type Problem, ScenarioError } from "../../base/errors.ts";
import type { RankDevice } from "../../hardware/chip.ts";
import { numberOf, readTrace, type Trace, type TraceNode } from "./chakra.ts";
import { type Meeting, meetingsOf } from "./meetings.ts";
import type { TraceOptions } from "./trace-options.ts";

/** What a node uses while it lasts: the rank's engines, its memory, its host, links, or nothing. */
export type Use = "computation" | "memory" | "host" | "exchange" | "nothing";

/** A file's nodes, made ready. */
export interface Graph {
  trace: Trace;
  uses: readonly Use[];
  /** Of nodes that are no exchange, ns. */
  durations: Float64Array;
  /** Numbers of nodes that each waits for. */
  needs: Int32Array;
  /** Nodes that wait for each. */
  children: readonly (readonly number[])[];
}

/** All ranks. */
export interface TraceGraph {
  /** By rank. */
  graphs: readonly Graph[];
  meetings: readonly Meeting[];
  /** What a reader must know. */
  warnings: readonly string[];
}

/** What is wrong with traces is told of so many nodes. */
const problemsShown = 5;

/** Reads what `options` name for `ranks` ranks on devices like `device`. Throws a `ScenarioError` with all that is wrong. */
export function readGraph(
  { file, groups, computation, precision }: TraceOptions,
  ranks: number,
  device: RankDevice,
  read: { bytes(path: string): Uint8Array; text(path: string): string },
): TraceGraph {
  const peak = device.peaks[precision];
  if (peak === undefined) {
    const expected = `one of ${Object.keys(device.peaks).join(", ")}, which the chip has`;
    throw new ScenarioError([{ path: "workload.precision", found: precision, expected }]);
  }
  const counts = { untimed: 0, raised: 0 };
  const floorNs = (node: TraceNode) =>
    Math.max(numberOf(node, "num_ops") / peak, numberOf(node, "tensor_size") / device.memoryBandwidth);
  const durationOf = (node: TraceNode, use: Use): number => {
    if (use === "host") return node.durationNs;
    if (use !== "computation" && use !== "memory") return 0;
    const floor = floorNs(node);
    const isRecorded =
      use === "computation" && node.durationNs > 0 && (computation === "recorded" || floor === 0);
    if (isRecorded && node.durationNs < floor) counts.raised++;
    if (!isRecorded && floor === 0) counts.untimed++;
    return isRecorded ? Math.max(node.durationNs, floor) : floor;
  };
  const made = (path: string) => graphOf(readTrace(read.bytes(path), path), durationOf);
  const shared = file.includes("*") ? undefined : made(file);
  const graphs = Array.from(
    { length: ranks },
    (_, rank) => shared ?? made(file.replaceAll("*", String(rank))),
  );
  const problems = [...new Set(graphs)].flatMap((graph) => graph.problems);
  const named = groups === undefined ? new Map() : readGroups(read.text(groups.file), groups.file);
  const {
    list,
    problems: unmet,
    uneven,
  } = meetingsOf(
    graphs.map(({ graph }) => graph.trace),
    named,
  );
  problems.push(...unmet);
  if (problems.length > 0) {
    const more = problems.length - problemsShown;
    if (more > 0) problems[problemsShown] = { file, found: `${more} more problems`, expected: "none" };
    throw new ScenarioError(problems.slice(0, problemsShown + 1));
  }
  const copies = shared === undefined ? 1 : ranks;
  const counted = (count: number, what: string) => (count === 0 ? [] : [`${count * copies} ${what}`]);
  return {
    graphs: graphs.map(({ graph }) => graph),
    meetings: list,
    warnings: [
      ...counted(counts.untimed, "nodes have neither a duration nor a size, and take no time"),
      ...counted(
        counts.raised,
        "computations were recorded as shorter than this chip's roofline, and take what that says",
      ),
      ...(uneven === 0
        ? []
        : [`to ${uneven} collectives ranks come with different sizes; the largest counts`]),
    ],
  };
}

function graphOf(
  trace: Trace,
  durationOf: (node: TraceNode, use: Use) => number,
): { graph: Graph; problems: Problem[] } {
  const { nodes, file } = trace;
  const problems: Problem[] = [];
  const wrong = (node: TraceNode, found: string, expected: string) =>
    problems.push({ file, found: `node ${node.id} "${node.name}" at byte ${node.at}: ${found}`, expected });
  const indexOf = new Map<number, number>();
  nodes.forEach((node, index) => {
    if (indexOf.has(node.id)) wrong(node, "a second node of this id", "ids that differ");
    indexOf.set(node.id, index);
  });
  const uses = nodes.map(useOf);
  const needs = new Int32Array(nodes.length);
  const children = nodes.map((): number[] => []);
  nodes.forEach((node, index) => {
    for (const id of new Set(node.needs)) {
      const before = indexOf.get(id);
      if (before === undefined) {
        wrong(node, `waits for node ${id}`, "a node of the trace");
        continue;
      }
      needs[index] = (needs[index] as number) + 1;
      children[before]?.push(index);
    }
  });
  const durations = Float64Array.from(nodes, (node, index) => durationOf(node, uses[index] as Use));
  const graph = { trace, uses, durations, needs, children };
  if (problems.length === 0) {
    const stuck = inCircle(graph);
    if (stuck !== undefined) wrong(stuck, "waits, by way of others, for itself", "an order without circles");
  }
  return { graph, problems };
}

function useOf({ type, attributes }: TraceNode): Use {
  switch (type) {
    case "computation":
      return attributes.get("is_cpu_op") === true ? "host" : "computation";
    case "load":
    case "store":
      return "memory";
    case "send":
    case "receive":
    case "collective":
      return "exchange";
    case "storage":
    case "batch":
    case "checkpoint":
      return "host";
    default:
      return "nothing";
  }
}

/** A node that no order of the graph reaches; undefined where there is none. */
function inCircle({ trace, needs, children }: Graph): TraceNode | undefined {
  const left = needs.slice();
  const ready = [...left.keys()].filter((index) => left[index] === 0);
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    left[next] = -1;
    for (const child of children[next] ?? []) {
      left[child] = (left[child] as number) - 1;
      if (left[child] === 0) ready.push(child);
    }
  }
  return trace.nodes[left.findIndex((count) => count > 0)];
}

/** Communicator groups of ASTRA-sim: a map from names to ranks. */
function readGroups(text: string, file: string): Map<string, readonly number[]> {
  const wrong = (found: string) =>
    new ScenarioError([{ file, found, expected: 'JSON: ranks by name, such as { "1": [0, 1] }' }]);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrong("text that is no JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong("no map");
  for (const [name, ranks] of Object.entries(value)) {
    if (!Array.isArray(ranks) || ranks.some((rank) => !Number.isSafeInteger(rank) || rank < 0)) {
      throw wrong(`"${name}": ${JSON.stringify(ranks)}`);
    }
  }
  return new Map(Object.entries(value as { [name: string]: number[] }));
}
