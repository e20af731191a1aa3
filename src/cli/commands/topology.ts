/** `trnsim topology NAME`: the links of an instance or UltraServer, or of `torus:4x4` and the like, drawn with figures. */
import type { Command } from "commander";
import { nearest } from "../../base/nearest.ts";
import { formatBandwidth, formatTime, significant } from "../../base/units.ts";
import type { Catalog } from "../../catalog.ts";
import { scaleUpTopology } from "../../cluster/scale-up.ts";
import type { Instance } from "../../hardware/instance.ts";
import type { Topology } from "../../network/topology.ts";
import { topologyOf } from "../../network/topology-notation.ts";
import { jsonText } from "../../report/json.ts";
import { topologyText } from "../../report/text/topology-text.ts";
import { topologySvg } from "../../report/topology-svg.ts";
import { topologyFacts } from "../../study/topology-facts.ts";
import { type CommonFlags, processConsole } from "../console.ts";
import { writeText } from "../files.ts";
import { FlagReader } from "../flag-reader.ts";
import { pluginFiles, pluginFlag, withPlugins } from "../plugins.ts";

interface TopologyFlags {
  svg?: string;
  plugin: string[];
  bandwidth: string;
  latency: string;
}

/** More chips than this are not drawn. */
const chipsMax = 4096;

/** Gives the command its flags and what it does. */
export function defineTopologyCommand(command: Command, catalog: Catalog): void {
  command
    .option("--svg <file>", "write the drawing as SVG")
    .option(
      "--bandwidth <bandwidth>",
      "of each directed link of a topology by its notation; bandwidths read as numbers of links",
      "1 GB/s",
    )
    .option("--latency <time>", "of each such link", "1 us")
    .option(...pluginFlag)
    .addHelpText(
      "after",
      `
Examples:
  $ trnsim topology trn2u-ultraserver
  $ trnsim topology torus:4x4 --svg torus.svg
  $ trnsim topology dragonfly:2x4x2
  $ trnsim topology my-net:size=8 --plugin ./my-net.ts`,
    )
    .action(async (name: string, _, called: Command) => {
      const flags = called.optsWithGlobals<CommonFlags & TopologyFlags>();
      const console = processConsole(flags);
      const own = await withPlugins(catalog, pluginFiles(flags.plugin));
      const instance = catalog.instances.find((each) => each.name === name);
      const reader = new FlagReader();
      for (const flag of ["bandwidth", "latency"]) {
        if (instance === undefined || called.getOptionValueSource(flag) !== "cli") continue;
        reader.wrong({ path: `--${flag}`, expected: `no such flag beside ${name}, whose links are its own` });
      }
      const topology = instance ? scaleUpTopology(instance) : namedTopology(name, flags, own, reader);
      if (topology !== undefined && topology.endpoints > chipsMax) {
        const expected = `at most ${chipsMax.toLocaleString("en")} chips to draw`;
        reader.wrong({ path: "topology", found: `"${name}"`, expected });
      }
      reader.finish();
      if (topology === undefined) return;
      const facts = topologyFacts(topology);
      if (flags.svg !== undefined) {
        writeText(flags.svg, topologySvg(facts));
        console.note(`wrote ${flags.svg}`);
      }
      if (flags.json) console.print(jsonText(facts));
      else
        console.print(
          topologyText(facts, instance?.title ?? name, console.style, instance && networkText(instance)),
        );
    });
}

/** The topology that `name` is the notation of; a wrong one is told beside wrong figures of its links. */
function namedTopology(
  name: string,
  flags: TopologyFlags,
  { topologies, instances }: Catalog,
  reader: FlagReader,
): Topology | undefined {
  const bandwidth = reader.quantity("--bandwidth", flags.bandwidth, "bandwidth");
  const latencyNs = reader.quantity("--latency", flags.latency, "time");
  if (!name.includes(":") && !topologies.some((each) => each.name === name)) {
    const names = [...instances, ...topologies].map((each) => each.name);
    const expected = "an instance type, an UltraServer, or a topology such as torus:4x4";
    reader.wrong({ path: "topology", found: `"${name}"`, expected, nearest: nearest(name, names) });
    return undefined;
  }
  const isRead = !Number.isNaN(bandwidth) && !Number.isNaN(latencyNs);
  const links = isRead ? { bandwidth, latencyNs } : { bandwidth: 1, latencyNs: 0 };
  return reader.read(() => topologyOf(name, links, topologies, "topology"));
}

/** `16 cards of 25 GB/s each way (EFAv3), 1 chip a card, 15.7 us from memory to memory`. */
function networkText({ scaleOut, chips }: Instance): string {
  const { bandwidth, interfaces, name, latencyNs } = scaleOut;
  const cards = Math.max(1, interfaces);
  const each = formatBandwidth(bandwidth / cards);
  const cardText = cards === 1 ? "1 card" : `${cards} cards`;
  return `${cardText} of ${each} each way (${name}), ${placeText(chips, cards)}, ${formatTime(latencyNs)} from memory to memory`;
}

function placeText(chips: number, cards: number): string {
  if (chips === cards) return "one a chip";
  return chips > cards
    ? `${significant(chips / cards)} chips a card`
    : `${significant(cards / chips)} a chip`;
}
