/** A topology as SVG: a grid of nodes for tori, layers side by side; a circle with switches inside for the rest. */
import { elementAt } from "../base/element-at.ts";
import { significant } from "../base/units.ts";
import type { TopologyFacts } from "../study/topology-facts.ts";

interface Point {
  x: number;
  y: number;
}

const spacing = 70;
const margin = 50;

/** How much of a link from one node to another was used, as a fraction; undefined where nothing is known. */
export type LinkUse = (from: number, to: number) => number | undefined;

/** A self-contained SVG document; link width follows bandwidth, and colour the use of the busier direction where given. */
export function topologySvg(facts: TopologyFacts, useOf?: LinkUse): string {
  const places = layout(facts);
  const widest = Math.max(...facts.ends.map(({ bandwidth }) => bandwidth));
  let topLeast = margin;
  let rightMost = 0;
  const lines = facts.ends.map(({ a, b, bandwidth }) => {
    const from = elementAt(places, a);
    const to = elementAt(places, b);
    const far = Math.hypot(to.x - from.x, to.y - from.y) > 1.5 * spacing && facts.switches === 0;
    const bend = far ? 0.18 : 0;
    const middle = {
      x: (from.x + to.x) / 2 + bend * (to.y - from.y),
      y: (from.y + to.y) / 2 - bend * (to.x - from.x),
    };
    topLeast = Math.min(topLeast, (from.y + 2 * middle.y + to.y) / 4);
    rightMost = Math.max(rightMost, (from.x + 2 * middle.x + to.x) / 4);
    const path = `M${round(from.x)} ${round(from.y)} Q${round(middle.x)} ${round(middle.y)} ${round(to.x)} ${round(to.y)}`;
    const use = useOf && Math.max(useOf(a, b) ?? 0, useOf(b, a) ?? 0);
    const heat = use === undefined ? "" : ` style="stroke:${heatColour(use)}"`;
    const used = use === undefined ? "" : `, ${round(100 * use)} % used`;
    return `<path d="${path}" stroke-width="${round(1 + (2 * bandwidth) / widest)}"${heat}><title>${a} - ${b}: ${significant(bandwidth)} GB/s each way${used}</title></path>`;
  });
  const nodes = places.map(({ x, y }, node) => {
    const isSwitch = node >= facts.endpoints;
    const shape = isSwitch
      ? `<rect x="${round(x - 14)}" y="${round(y - 9)}" width="28" height="18" rx="3"/>`
      : `<circle cx="${round(x)}" cy="${round(y)}" r="12"/>`;
    return `${shape}<text x="${round(x)}" y="${round(y + 4)}">${isSwitch ? "sw" : node}</text>`;
  });
  const top = topLeast - margin;
  const width = Math.max(rightMost, ...places.map(({ x }) => x)) + margin;
  const height = Math.max(...places.map(({ y }) => y)) + margin - top;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 ${round(top)} ${round(width)} ${round(height)}" class="topology" role="img" aria-label="${facts.name}">`,
    "<style>.topology path{fill:none;stroke:#888}.topology circle,.topology rect{fill:#2a6fb0}.topology text{fill:#fff;font:11px sans-serif;text-anchor:middle}</style>",
    ...lines,
    ...nodes,
    "</svg>\n",
  ].join("\n");
}

/** From cool blue (unused) over yellow to red (full). */
function heatColour(use: number): string {
  return `hsl(${Math.round(220 * (1 - Math.min(1, use)) ** 2)} 75% 50%)`;
}

function layout(facts: TopologyFacts): Point[] {
  const grid = facts.dimensions.filter(({ size }) => size > 1);
  if (facts.switches === 0 && grid.length > 1 && grid.every(({ shape }) => shape !== "all")) {
    const [columns = 1, rows = 1] = grid.map(({ size }) => size);
    return Array.from({ length: facts.endpoints }, (_, node) => {
      const layer = Math.floor(node / (columns * rows));
      return {
        x: margin + (layer * (columns + 0.6) + (node % columns)) * spacing,
        y: margin + (Math.floor(node / columns) % rows) * spacing,
      };
    });
  }
  const radius = Math.max(100, (facts.endpoints * 34) / (2 * Math.PI));
  const centre = radius + margin;
  const around = (index: number, count: number, distance: number): Point => ({
    x: centre + distance * Math.cos((2 * Math.PI * index) / count - Math.PI / 2),
    y: centre + distance * Math.sin((2 * Math.PI * index) / count - Math.PI / 2),
  });
  return [
    ...Array.from({ length: facts.endpoints }, (_, node) => around(node, facts.endpoints, radius)),
    ...Array.from({ length: facts.switches }, (_, index) =>
      around(index, facts.switches, facts.switches === 1 ? 0 : radius / 2),
    ),
  ];
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
