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
import { collectiveTable, parseSizes } from "../study/collective-table.ts";
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
}

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
    .action((_, command: Command) => {
      const flags = command.optsWithGlobals<CollectiveFlags>();
      const console = processConsole(flags);
      const network = networkOf(flags, catalog);
      const all = network.topology.endpoints;
      const count = flags.ranks === undefined ? all : Math.min(all, whole("--ranks", flags.ranks));
      const names = ["best", ...collectives.map(({ name }) => name)];
      const rows = collectiveTable({
        network,
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
