/** A topology for a person: its figures, and a drawing in characters where it is a grid. */
import { formatBandwidth, formatTime } from "../base/units.ts";
import type { TopologyFacts } from "../study/topology-facts.ts";
import type { Style } from "./style.ts";

/** Text of `facts`; `title` names what it is the topology of. */
export function topologyText(facts: TopologyFacts, title: string, style: Style): string {
  const { degree, links } = facts;
  const switches = facts.switches > 0 ? `, ${facts.switches} switches` : "";
  const neighbours = degree.least === degree.most ? `${degree.most}` : `${degree.least} to ${degree.most}`;
  const lines = [
    `${style.bold(title)}  ${facts.name}`,
    `  Nodes       ${facts.endpoints} chips${switches}; ${neighbours} links each`,
    ...links.map(
      ({ cables, bandwidth, latencyNs }, index) =>
        `  ${index === 0 ? "Links" : "     "}       ${cables} of ${formatBandwidth(bandwidth)} each way, ${formatTime(latencyNs)}`,
    ),
    `  Diameter    ${facts.diameter} links`,
    `  Bisection   ${formatBandwidth(facts.bisectionBandwidth)} each way`,
  ];
  return [...lines, ...drawing(facts)].join("\n");
}

function drawing({ dimensions, endpoints, name }: TopologyFacts): string[] {
  const grid = dimensions.filter(({ size }) => size > 1);
  if (grid.length === 0) return [];
  if (grid.length === 1 || grid.some(({ shape }) => shape === "all")) {
    const ids = Array.from({ length: endpoints }, (_, node) => node);
    const [{ shape }] = grid;
    if (grid.length > 1 || shape === "all") return [];
    const row = ids.join(" - ");
    return ["", `  ${shape === "ring" ? `- ${row} -   (the ends join)` : row}`];
  }
  const [columns, rows] = grid.map(({ size }) => size);
  const layers = grid[2]?.size ?? 1;
  const width = String(endpoints - 1).length;
  const cell = (node: number) => String(node).padStart(width);
  const text: string[] = [];
  for (let layer = 0; layer < layers; layer++) {
    text.push("", ...(layers > 1 ? [`  layer ${layer}`] : []));
    for (let row = 0; row < rows; row++) {
      const first = layer * rows * columns + row * columns;
      const nodes = Array.from({ length: columns }, (_, column) => cell(first + column));
      text.push(`  - ${nodes.join(" - ")} -`);
      text.push(
        `  ${nodes.map((_, column) => `${" ".repeat(column === 0 ? width + 1 : width + 2)}|`).join("")}`,
      );
    }
  }
  const layersText = layers > 1 ? ", and each node joins its like in the next layer, the last the first" : "";
  return [...text, `  (${name}: rows and columns close to rings${layersText})`];
}
