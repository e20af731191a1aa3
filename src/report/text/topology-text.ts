/** A topology for a person: its figures, and a drawing in characters. */
import { counted } from "../../base/counted.ts";
import { formatBandwidth, formatTime } from "../../base/units.ts";
import type { TopologyFacts } from "../../study/topology-facts.ts";
import type { Style } from "./style.ts";
import { topologyDrawing } from "./topology-drawing.ts";
import { hanging } from "./wrap.ts";

/** Text of `facts`; `title` names what it is the topology of, `network` describes its cards. */
export function topologyText(facts: TopologyFacts, title: string, style: Style, network?: string): string {
  const { degree, links } = facts;
  const switches = facts.switches > 0 ? `, ${counted(facts.switches, "switch", "switches")}` : "";
  const neighbours = degree.least === degree.most ? `${degree.most}` : `${degree.least} to ${degree.most}`;
  const lines = [
    `${style.bold(title)}  ${facts.name}`,
    `  Nodes       ${counted(facts.endpoints, "chip")}${switches}; ${neighbours} ${neighbours === "1" ? "link" : "links"} each`,
    ...links.map(
      ({ cables, bandwidth, latencyNs }, index) =>
        `  ${index === 0 ? "Links" : "     "}       ${cables} of ${formatBandwidth(bandwidth)} each way, ${formatTime(latencyNs)}`,
    ),
    `  Diameter    ${counted(facts.diameter, "link")}`,
    `  Bisection   ${formatBandwidth(facts.bisectionBandwidth)} each way`,
    ...(network === undefined ? [] : [hanging("  Network     ", network, style.width)]),
  ];
  return [...lines, ...topologyDrawing(facts)].join("\n");
}
