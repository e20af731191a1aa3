/** `trnsim topology NAME`: the links of an instance or UltraServer, or of `torus:4x4` and the like, drawn with figures. */
import type { Command } from "commander";
import { ScenarioError } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";
import type { Catalog } from "../catalog.ts";
import { scaleUpTopology } from "../cluster/scale-up.ts";
import { topologyOf } from "../network/topology-notation.ts";
import { jsonText } from "../report/json.ts";
import { topologySvg } from "../report/topology-svg.ts";
import { topologyText } from "../report/topology-text.ts";
import { topologyFacts } from "../study/topology-facts.ts";
import { type CommonFlags, processConsole } from "./console.ts";
import { writeText } from "./files.ts";

/** Figures of a topology given by notation alone: one byte/ns, so that bandwidths read as numbers of links. */
const unitLink = { bandwidth: 1, latencyNs: 1000 };

/** Adds the command to `program`. */
export function addTopologyCommand(program: Command, catalog: Catalog): void {
  program
    .command("topology <name>")
    .description("draw the links of an instance type, an UltraServer, or a topology such as torus:4x4")
    .option("--svg <file>", "write the drawing as SVG")
    .addHelpText(
      "after",
      `
Examples:
  $ trnsim topology trn2u-ultraserver
  $ trnsim topology torus:4x4 --svg torus.svg`,
    )
    .action((name: string, _, command: Command) => {
      const flags = command.optsWithGlobals<CommonFlags & { svg?: string }>();
      const console = processConsole(flags);
      const instance = catalog.instances.find((each) => each.name === name);
      if (instance === undefined && !name.includes(":")) {
        const names = catalog.instances.map((each) => each.name);
        throw new ScenarioError([
          {
            path: "topology",
            found: `"${name}"`,
            expected: "an instance type, an UltraServer, or a topology such as torus:4x4",
            nearest: nearest(name, names),
          },
        ]);
      }
      const topology = instance ? scaleUpTopology(instance) : topologyOf(name, unitLink);
      const facts = topologyFacts(topology);
      if (flags.svg !== undefined) {
        writeText(flags.svg, topologySvg(facts));
        console.note(`wrote ${flags.svg}`);
      }
      if (flags.json) console.print(jsonText(facts));
      else console.print(topologyText(facts, instance?.title ?? name, console.style));
    });
}
