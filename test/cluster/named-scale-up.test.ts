/** Chips of an instance joined by a topology of the list, or by one's own. */
import { expect, test } from "vitest";
import { catalog, makeCatalog } from "../../src/catalog.ts";
import { scaleUpTopology } from "../../src/cluster/scale-up.ts";
import { instanceChoice } from "../../src/hardware/instance-choice.ts";
import { ring } from "../../src/network/topologies/ring.ts";
import { defineTopology } from "../../src/network/topology-plugin.ts";

const chips = { from: "p5.48xlarge", chips: 8 };

/** A ring under another name, as a user's own. */
const ownRing = defineTopology({
  name: "own-ring",
  help: "a ring",
  options: {},
  create: (_, figures) => ring(8, figures),
});

function linksOf(scaleUp: unknown, from = catalog) {
  const { name, nodes, links } = scaleUpTopology(instanceChoice(from).parse({ ...chips, scaleUp }));
  return { name, nodes, links };
}

function problemOf(scaleUp: unknown) {
  return instanceChoice(catalog).safeParse({ ...chips, scaleUp }).error?.issues[0];
}

test("a topology plug-in joins the chips as one of the hardware's own does", () => {
  const from = makeCatalog({ ...catalog, topologies: [...catalog.topologies, ownRing] });
  const linkBandwidth = "100 GB/s";
  expect(linksOf({ kind: "own-ring", linkBandwidth }, from)).toEqual(
    linksOf({ kind: "ring", linkBandwidth }, from),
  );
});

test("every topology of the list that is none of the hardware's own can join eight chips, with links as wide as written", () => {
  const written = [
    { kind: "hyperx", dimensions: [2, 2], endpoints: 2 },
    { kind: "dragonfly", endpoints: 2, routers: 2, globals: 1, groups: 2 },
  ];
  for (const each of written) {
    const { links } = linksOf({ ...each, linkBandwidth: "100 GB/s" });
    expect(links.length).toBeGreaterThan(8);
    expect(links.every(({ bandwidth }) => bandwidth % 100 === 0)).toBe(true);
  }
});

test("a topology with other endpoints than chips, or with more links than are ever built, is refused", () => {
  const sized = (endpoints: number) => ({
    kind: "hyperx",
    dimensions: [2, 2],
    endpoints,
    linkBandwidth: "1 GB/s",
  });
  expect(problemOf(sized(2))).toBeUndefined();
  expect(problemOf(sized(3))?.message).toMatch(/an endpoint for each of the 8 chips: hyperx:.* has 12/);
  expect(problemOf({ ...sized(2), dimensions: [4000, 4000] })?.message).toBe("at most 1,048,576 links");
});
