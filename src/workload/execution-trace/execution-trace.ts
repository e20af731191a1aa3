/**
 * The workload kind `execution-trace`: MLCommons Chakra traces played on this cluster. What each rank does, and what it waits
 * for, is the trace's; when, and how long exchanges take, is the simulation's: on the cluster's links, beside whatever else is
 * on them.
 *
 * Left out: launch costs of software, ranks' memory (nothing is refused for not fitting), dimensions of ASTRA-sim's topologies.
 */
import { ScenarioError } from "../../base/errors.ts";
import type { World } from "../../cluster/world.ts";
import type { Workload, WorkloadKind, WorkloadResult, WorkloadSetting } from "../workload.ts";
import { readGraph, type TraceGraph } from "./trace-graph.ts";
import { type TraceOptions, traceOptions } from "./trace-options.ts";
import { exchangeTable, traceChipTime, traceFigures, traceLinks, traceMetrics } from "./trace-result.ts";
import { TraceRun } from "./trace-run.ts";

/** The workload kind `execution-trace`. */
export const traceWorkload: WorkloadKind<typeof traceOptions> = {
  name: "execution-trace",
  help: "an MLCommons Chakra execution trace, one file a rank or one for all, played on the cluster's chips and links",
  needsNoModel: true,
  options: traceOptions,
  metrics: traceMetrics,
  create: (options, setting) => new ExecutionTrace(options, setting),
};

class ExecutionTrace implements Workload {
  readonly #options: TraceOptions;
  readonly #setting: WorkloadSetting;
  readonly #graph: TraceGraph;
  #run: TraceRun | undefined;
  #startNs = 0;
  #endNs: number | undefined;

  constructor(options: TraceOptions, setting: WorkloadSetting) {
    const { cluster, readBytes, readText } = setting;
    const { ranks = cluster.ranks } = options;
    if (ranks > cluster.ranks) {
      const expected = `at most the ${cluster.ranks} of the cluster`;
      throw new ScenarioError([{ path: "workload.ranks", found: String(ranks), expected }]);
    }
    this.#options = options;
    this.#setting = setting;
    this.#graph = readGraph(options, ranks, cluster.device, { bytes: readBytes, text: readText });
  }

  claim({ links, fidelity }: World): void {
    if (fidelity === "analytic") return;
    const { network } = this.#setting.cluster;
    const users = new Map<string, number>();
    for (const { operation, bytes, ranks, group } of this.#graph.meetings) {
      const exchange = bytes === 0 ? undefined : network.exchange({ operation, bytes, ranks });
      if (exchange === undefined) continue;
      const key = `${group ?? "messages"} ${ranks}`;
      const user = users.get(key) ?? links.newUser();
      users.set(key, user);
      links.claim(user, exchange.graph);
    }
  }

  start(world: World): void {
    const { cluster, timeline, owner = 0 } = this.#setting;
    const { board, simulator } = world;
    board.begins(owner);
    this.#startNs = simulator.now;
    const place = { network: cluster.network, owner, timeline };
    this.#run = new TraceRun(this.#graph, place, world, () => {
      this.#endNs = simulator.now;
      board.ends(owner);
    });
    this.#run.start();
  }

  result({ simulator }: World): WorkloadResult {
    const { cluster } = this.#setting;
    const { graphs, warnings } = this.#graph;
    const endNs = this.#endNs ?? simulator.now;
    const elapsedNs = endNs - this.#startNs;
    const clocks = this.#run?.clocks(endNs) ?? [];
    const played = this.#run?.played ?? [];
    const nodes = graphs.reduce((sum, { trace }) => sum + trace.nodes.length, 0);
    const isRoofline = this.#options.computation === "roofline";
    return {
      own: traceFigures(clocks, elapsedNs, nodes),
      chipTime: traceChipTime(clocks, cluster),
      elapsedNs,
      warnings,
      assumptions: [
        isRoofline
          ? "computations take the roofline of the chip's peak and memory bandwidth, an optimistic bound"
          : "computations take the time that was recorded, on whatever hardware that was, or the chip's roofline where that is longer",
        "exchanges have no launch costs of software",
      ],
      restsOn: ["chip.memory.bandwidth", ...(isRoofline ? [`chip.peaks.${this.#options.precision}`] : [])],
      chosen: {},
      tables: { exchanges: exchangeTable(played) },
      links: traceLinks(played, cluster, elapsedNs),
      series: [],
    };
  }
}
