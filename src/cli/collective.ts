/** `trnsim collective --op all-reduce ...`: a table like nccom-test's, for an instance of the catalog or a bare topology. */
import type { Command } from "commander";
import { ScenarioError } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";
import { parseQuantity, type QuantityKind } from "../base/units.ts";
import type { Catalog } from "../catalog.ts";
import { idealLinks } from "../cluster/link-software.ts";
import { wire } from "../cluster/wiring.ts";
import { AnalyticNetwork } from "../network/analytic-network.ts";
import { type CollectiveOperation, collectiveOperations } from "../network/collectives/collective-plan.ts";
import { collectives } from "../network/collectives.ts";
import { topologyOf } from "../network/topology-notation.ts";
import { collectiveText } from "../report/collective-text.ts";
import { jsonText } from "../report/json.ts";
import { sharedFabricText } from "../report/shared-fabric-text.ts";
import { collectiveTable, parseSizes } from "../study/collective-table.ts";
import { type FabricJob, shareFabric } from "../study/shared-fabric.ts";
import { type CommonFlags, processConsole } from "./console.ts";

interface CollectiveFlags extends CommonFlags {
  op: string;
  instance?: string;
  count: string;
  lnc?: string;
  ranks?: string;
  topology?: string;
  bandwidth: string;
  latency: string;
  sizes: string;
  algorithm?: string;
  chunks?: string;
  network: string;
  ideal?: boolean;
  job: string[];
}

/** Collectives that each of several jobs does. */
const jobRepeat = 4;

/** Adds the command to `program`. */
export function addCollectiveCommand(program: Command, catalog: Catalog): void {
  program
    .command("collective")
    .description("time a collective by size, like nccom-test and nccl-tests")
    .option("--op <operation>", collectiveOperations.join(", "), "all-reduce")
    .option("--instance <name>", "instance type or UltraServer")
    .option("--count <number>", "instances", "1")
    .option("--lnc <cores>", "physical NeuronCores per rank")
    .option("--ranks <number>", "the first ranks only; all when absent")
    .option(
      "--topology <notation>",
      "ring:N, chain:N, torus:AxB[xC], mesh:N, switch:N or fat-tree:LxN[:O] instead of an instance",
    )
    .option("--bandwidth <bandwidth>", "of each directed link, with --topology", "50 GB/s")
    .option("--latency <time>", "of each link, with --topology", "500 ns")
    .option("--sizes <sizes>", "a size, a list, or a range that doubles", "8B..1GiB")
    .option(
      "--algorithm <name>",
      `${collectives.map(({ name }) => name).join(", ")}, or best; the runtime's choice when absent`,
    )
    .option("--chunks <number>", "parts in which the buffer is pipelined; the best when absent")
    .option("--network <fidelity>", "analytic or flow", "analytic")
    .option("--ideal", "links at their full datasheet bandwidth, with --instance")
    .option(
      "--job <name=ranks>",
      "a job on these ranks that shares the fabric with the other ones, such as a=0-63 (repeatable)",
      (value: string, before: string[]) => [...before, value],
      [],
    )
    .addHelpText(
      "after",
      `
Examples:
  $ trnsim collective --op all-reduce --instance trn2.48xlarge --count 4 --sizes 1MiB..1GiB
  $ trnsim collective --topology torus:4x4 --bandwidth "50 GiB/s" --latency "500 ns" --algorithm ring --chunks 1
  $ trnsim collective --topology fat-tree:2x4:4 --sizes 16MiB --job a=0,2,4,6 --job b=1,3,5,7`,
    )
    .action((_, command: Command) => {
      const flags = command.optsWithGlobals<CollectiveFlags>();
      const console = processConsole(flags);
      const network = networkOf(flags, catalog);
      if (flags.job.length > 0) {
        const result = shareFabric(network, jobsOf(flags, network.topology.endpoints));
        console.print(flags.json ? jsonText(result) : sharedFabricText(result));
        return;
      }
      const all = network.topology.endpoints;
      const count = flags.ranks === undefined ? all : Math.min(all, whole("--ranks", flags.ranks));
      const names = ["best", ...collectives.map(({ name }) => name)];
      const isCalibrated = flags.topology === undefined && !flags.ideal;
      const rows = collectiveTable({
        network,
        ...(isCalibrated && { ideal: networkOf({ ...flags, ideal: true }, catalog) }),
        operation: oneOf("--op", flags.op, collectiveOperations) as CollectiveOperation,
        ranks: Array.from({ length: count }, (_each, rank) => rank),
        sizes: parseSizes(flags.sizes),
        algorithm: flags.algorithm === undefined ? undefined : oneOf("--algorithm", flags.algorithm, names),
        chunks: flags.chunks === undefined ? undefined : whole("--chunks", flags.chunks),
        fidelity: oneOf("--network", flags.network, ["analytic", "flow"]) as "analytic" | "flow",
      });
      console.print(flags.json ? jsonText(rows) : collectiveText(rows));
    });
}

function networkOf(flags: CollectiveFlags, catalog: Catalog): AnalyticNetwork {
  if (flags.topology !== undefined) {
    const figures = {
      bandwidth: quantity("--bandwidth", flags.bandwidth, "bandwidth"),
      latencyNs: quantity("--latency", flags.latency, "time"),
    };
    return new AnalyticNetwork(topologyOf(flags.topology, figures));
  }
  const names = catalog.instances.map(({ name }) => name);
  const name = oneOf("--instance", flags.instance ?? "", names);
  return wire({
    instance: catalog.instances[names.indexOf(name)],
    count: whole("--count", flags.count),
    coresPerRank: flags.lnc === undefined ? undefined : whole("--lnc", flags.lnc),
    ...(flags.ideal && { software: idealLinks }),
  });
}

/** Ranks of each job; throws a `ScenarioError` with all that are misread. */
function jobsOf(flags: CollectiveFlags, endpoints: number): FabricJob[] {
  const operation = oneOf("--op", flags.op, collectiveOperations) as CollectiveOperation;
  const [bytes] = parseSizes(flags.sizes);
  return flags.job.map((text) => {
    const [name = "", written = ""] = text.split("=");
    const ranks = written.split(",").flatMap((part) => {
      const [first, last = first] = part.split("-").map(Number);
      const isGood = Number.isInteger(first) && Number.isInteger(last) && first <= last && last < endpoints;
      return isGood ? Array.from({ length: last - first + 1 }, (_, index) => first + index) : [Number.NaN];
    });
    if (name === "" || ranks.length < 2 || ranks.some(Number.isNaN)) {
      const expected = `a name and two ranks or more below ${endpoints}, such as a=0-7,16-23`;
      throw new ScenarioError([{ path: "--job", found: `"${text}"`, expected }]);
    }
    return { name, ranks, operation, bytes, repeat: jobRepeat };
  });
}

function oneOf(flag: string, value: string, names: readonly string[]): string {
  if (names.includes(value)) return value;
  const expected = names.length > 12 ? "a name of the catalog" : `one of ${names.join(", ")}`;
  throw new ScenarioError([{ path: flag, found: `"${value}"`, expected, nearest: nearest(value, names) }]);
}

function whole(flag: string, value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number > 0) return number;
  throw new ScenarioError([
    { path: flag, found: `"${value}"`, expected: "a whole number greater than zero" },
  ]);
}

function quantity(flag: string, value: string, kind: QuantityKind): number {
  const number = parseQuantity(value, kind);
  if (number !== undefined && number >= 0) return number;
  throw new ScenarioError([{ path: flag, found: `"${value}"`, expected: `a ${kind} with its unit` }]);
}
