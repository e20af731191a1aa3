/**
 * A topology in characters: rows and columns for a grid, a table of neighbours for a few chips with direct links, and
 * otherwise who hangs on which switch.
 */
import { elementAt } from "../../base/element-at.ts";
import { formatBandwidth, significant } from "../../base/units.ts";
import type { TopologyFacts } from "../../study/topology-facts.ts";

/** More chips than this make no readable table. */
const tableMax = 16;

/** Lines of the drawing; none where there is one chip. */
export function topologyDrawing(facts: TopologyFacts): string[] {
  const { dimensions, endpoints, switches } = facts;
  if (endpoints < 2) return [];
  const isGrid = switches === 0 && dimensions.every(({ shape, size }) => shape !== "all" || size === 1);
  if (isGrid && isGridOf(facts)) return ["", ...grid(facts)];
  if (switches === 0 && endpoints <= tableMax) return ["", ...neighbourTable(facts)];
  return ["", ...switchLines(facts), ...directLines(facts)];
}

/** Whether the links are those of the grid and no others: every end joins the next along one dimension. */
function isGridOf({ dimensions, ends }: TopologyFacts): boolean {
  const joined = dimensions.reduce((count, { size, shape }, index) => {
    const lines = dimensions.reduce(
      (product, other, at) => (at === index ? product : product * other.size),
      1,
    );
    return count + lines * (shape === "ring" && size > 2 ? size : size - 1);
  }, 0);
  return joined === ends.length;
}

function grid({ dimensions, endpoints, name }: TopologyFacts): string[] {
  const wide = dimensions.filter(({ size }) => size > 1);
  const closes = wide.map(({ shape, size }) => shape === "ring" && size > 2);
  const width = String(endpoints - 1).length;
  const [columns = { size: 1 }, rows = { size: 1 }, layers = { size: 1 }] = wide;
  const [edge, indent] = closes[0] ? ["  - ", "    "] : ["  ", "  "];
  const lines: string[] = [];
  for (let layer = 0; layer < layers.size; layer++) {
    if (layers.size > 1) lines.push(...(layer > 0 ? [""] : []), `  layer ${layer}`);
    for (let row = 0; row < rows.size; row++) {
      const first = (layer * rows.size + row) * columns.size;
      const nodes = Array.from({ length: columns.size }, (_, column) =>
        String(first + column).padStart(width),
      );
      lines.push(`${edge}${nodes.join(" - ")}${closes[0] ? " -" : ""}`);
      if (rows.size > 1 && (row < rows.size - 1 || closes[1])) {
        lines.push(`${indent}${nodes.map(() => "|".padStart(width)).join("   ")}`);
      }
    }
  }
  const along = (index: number, what: string, closing: string) =>
    wide[index] ? [`${what} ${formatBandwidth(wide[index].bandwidth)}${closes[index] ? closing : ""}`] : [];
  const captions = [
    ...along(0, wide.length > 1 ? "rows" : "links", ", the ends join"),
    ...along(1, "columns", ", the ends join"),
    ...along(2, "each node and its like in the next layer", ", the last and the first"),
  ];
  return [...lines, `  (${name}: ${captions.join("; ")})`];
}

function neighbourTable({ endpoints, ends }: TopologyFacts): string[] {
  const cells = Array.from({ length: endpoints }, () => new Array<string>(endpoints).fill("."));
  for (const { a, b, bandwidth } of ends) {
    elementAt(cells, a)[b] = significant(bandwidth);
    elementAt(cells, b)[a] = significant(bandwidth);
  }
  const width = 2 + Math.max(...cells.flat().map((cell) => cell.length));
  const line = (head: string, row: readonly string[]) =>
    `  ${head.padStart(2)} ${row.map((cell) => cell.padStart(width)).join("")}`;
  const nodes = Array.from({ length: endpoints }, (_, node) => String(node));
  return [
    line("", nodes),
    ...cells.map((row, node) => line(String(node), row)),
    "  (GB/s each way between neighbours)",
  ];
}

function switchLines({ endpoints, switches, ends }: TopologyFacts): string[] {
  return Array.from({ length: switches }, (_, index) => endpoints + index).flatMap((node) => {
    const joined = new Map<number, { chips: number[]; others: number[] }>();
    for (const { a, b, bandwidth } of ends) {
      if (a !== node && b !== node) continue;
      const other = a === node ? b : a;
      if (other >= endpoints && other < node) continue;
      const alike = joined.get(bandwidth) ?? { chips: [], others: [] };
      joined.set(bandwidth, alike);
      (other < endpoints ? alike.chips : alike.others).push(other);
    }
    return [...joined].flatMap(([bandwidth, { chips, others }]) => [
      ...(chips.length > 0
        ? [`  switch ${node} joins chips ${ranges(chips)}, ${formatBandwidth(bandwidth)} each`]
        : []),
      ...(others.length > 0
        ? [
            `  switch ${node} joins ${others.length === 1 ? "switch" : "switches"} ${ranges(others)}, ${formatBandwidth(bandwidth)} each`,
          ]
        : []),
    ]);
  });
}

/** Links between chips, those to the chip equally far on in one line. */
function directLines({ endpoints, ends }: TopologyFacts): string[] {
  const alike = new Map<string, { places: number; bandwidth: number; chips: number[] }>();
  for (const { a, b, bandwidth } of ends) {
    if (a >= endpoints || b >= endpoints) continue;
    const key = `${b - a} ${bandwidth}`;
    const known = alike.get(key) ?? { places: b - a, bandwidth, chips: [] };
    alike.set(key, known);
    known.chips.push(a);
  }
  return [...alike.values()].map(
    ({ places, bandwidth, chips }) =>
      `  chips ${ranges(chips)} each join the one ${places} further on, ${formatBandwidth(bandwidth)}`,
  );
}

/** `0-3, 7` for 0, 1, 2, 3, 7. */
function ranges(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const run = runs[runs.length - 1];
    if (run !== undefined && run[1] === number - 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(", ");
}
