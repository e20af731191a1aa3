import { expect, test } from "vitest";
import { scaleUpTopology } from "../../src/cluster/scale-up.ts";
import { instances } from "../../src/hardware/instances.ts";
import { topologyOf } from "../../src/network/topology-notation.ts";
import { topologyDrawing } from "../../src/report/text/topology-drawing.ts";
import { topologyFacts } from "../../src/study/topology-facts.ts";

const drawn = (notation: string) =>
  topologyDrawing(topologyFacts(topologyOf(notation, { bandwidth: 10, latencyNs: 0 })));
const drawnInstance = (name: string) => {
  const instance = instances.find((each) => each.name === name) as (typeof instances)[number];
  return topologyDrawing(topologyFacts(scaleUpTopology(instance)));
};

test("every instance of several chips has a drawing that names its first and its last chip", () => {
  for (const { name, chips } of instances) {
    if (chips === 1) continue;
    expect(drawnInstance(name).join("\n"), name).toMatch(new RegExp(`\\b0\\b[^]*\\b${chips - 1}\\b`));
  }
});

test("a side of two nodes is one link, a longer side of a torus closes to a ring", () => {
  expect(drawn("torus:2x3")).toEqual([
    "",
    "  0 - 1",
    "  |   |",
    "  2 - 3",
    "  |   |",
    "  4 - 5",
    "  |   |",
    "  (torus:2x3: rows 10 GB/s; columns 10 GB/s, the ends join)",
  ]);
  expect(drawn("ring:2")).toEqual(["", "  0 - 1", "  (ring:2: links 10 GB/s)"]);
  expect(drawn("ring:3")[1]).toBe("  - 0 - 1 - 2 -");
});

test("the hybrid cube mesh is a table of neighbours: six NVLinks of 25 GB/s from every GPU", () => {
  const rows = drawnInstance("p3dn.24xlarge").slice(2, 10);
  for (const row of rows) {
    const widths = row
      .trim()
      .split(/ +/)
      .slice(1)
      .map((cell) => (cell === "." ? 0 : Number(cell)));
    expect(widths.reduce((sum, each) => sum + each, 0)).toBe(6 * 25);
  }
});

test("switches name who hangs on them and how wide, with direct links beside", () => {
  const lines = drawnInstance("trn3-gen2-ultraserver");
  expect(lines).toContain("  switch 144 joins chips 0-3, 256 GB/s each");
  expect(lines).toContain("  switch 181 joins chips 72-143, 320 GB/s each");
  expect(lines).toContain("  chips 0-71 each join the one 72 further on, 128 GB/s");
  expect(drawnInstance("g5.48xlarge")).toEqual([
    "",
    "  switch 8 joins chips 0-3, 32 GB/s each",
    "  switch 8 joins switch 9, 64 GB/s each",
    "  switch 9 joins chips 4-7, 32 GB/s each",
  ]);
});
