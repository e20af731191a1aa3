/** `trnsim collective --op all-reduce ...`: a table like nccom-test's, for an instance of the catalog or a bare topology. */
import type { Command } from "commander";
import type { Catalog } from "../../catalog.ts";
import { collectiveOperations } from "../../network/collectives/collective-plan.ts";
import { topologyNotation } from "../../network/topology-notation.ts";
import { jsonText } from "../../report/json.ts";
import { collectiveText } from "../../report/text/collective-text.ts";
import { sharedFabricText } from "../../report/text/shared-fabric-text.ts";
import { collectiveTable } from "../../study/collective-table.ts";
import { shareFabric } from "../../study/shared-fabric.ts";
import { type CollectiveFlags, readCollectiveFlags } from "../collective-flags.ts";
import { processConsole } from "../console.ts";
import { pluginFiles, pluginFlag, withPlugins } from "../plugins.ts";

/** Gives the command its flags and what it does. */
export function defineCollectiveCommand(command: Command, catalog: Catalog): void {
  command
    .option("--op <operation>", collectiveOperations.join(", "), "all-reduce")
    .option("--instance <name>", "instance type or UltraServer")
    .option("--count <number>", "instances", "1")
    .option("--lnc <cores>", "physical NeuronCores per rank")
    .option("--ranks <number>", "the first ranks only; all when absent")
    .option("--topology <notation>", `${topologyNotation()}, instead of an instance`)
    .option("--bandwidth <bandwidth>", "of each directed link, with --topology", "50 GB/s")
    .option("--latency <time>", "of each link, with --topology", "500 ns")
    .option("--sizes <sizes>", "a size, a list, or a range that doubles", "8B..1GiB")
    .option(
      "--algorithm <name>",
      `${catalog.algorithms.plugins.map(({ name }) => name).join(", ")}, or best; the runtime's choice when absent`,
    )
    .option(
      "--selection <rules>",
      'sizes up to which algorithms are preferred, instead of the runtime\'s table: "1 MB=mesh, multi-ring|ring"',
    )
    .option("--chunks <number>", "parts in which the buffer is pipelined; the best when absent")
    .option("--network <fidelity>", "analytic, or flow: message by message, beside --job too", "analytic")
    .option("--ideal", "links at their full datasheet bandwidth, with --instance")
    .option(
      "--job <name=ranks>",
      "a job on these ranks that shares the fabric with the other ones, such as a=0-63 (repeatable)",
      (value: string, before: string[]) => [...before, value],
      [],
    )
    .option(...pluginFlag)
    .addHelpText(
      "after",
      `
Examples:
  $ trnsim collective --op all-reduce --instance trn2.48xlarge --count 4 --sizes 1MiB..1GiB
  $ trnsim collective --topology torus:4x4 --bandwidth "50 GiB/s" --latency "500 ns" --algorithm ring --chunks 1
  $ trnsim collective --instance trn2.48xlarge --selection "1 MB=mesh, 32 MB=halving-doubling, multi-ring"
  $ trnsim collective --topology fat-tree:2x4:4 --sizes 16MiB --job a=0,2,4,6 --job b=1,3,5,7
  $ trnsim collective --topology my-net:size=8 --algorithm my-ring --plugin ./my-net.ts`,
    )
    .action(async (_, called: Command) => {
      const flags = called.optsWithGlobals<CollectiveFlags>();
      const console = processConsole(flags);
      const isGiven = (flag: string) => command.getOptionValueSource(flag) === "cli";
      const task = readCollectiveFlags(flags, await withPlugins(catalog, pluginFiles(flags.plugin)), isGiven);
      if (task.kind === "jobs") {
        const result = shareFabric(task.network, task.jobs, task.as);
        console.print(flags.json ? jsonText(result) : sharedFabricText(result));
      } else {
        const rows = collectiveTable(task.question);
        console.print(flags.json ? jsonText(rows) : collectiveText(rows, task.restsOn));
      }
    });
}
