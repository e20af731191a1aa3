/** A topology and a collective of one's own: a ring with chords, and a tree of any fan-out. */
import { defineCollective, defineTopology, groupSize, quantity, shortestRoutes, Wiring } from "trnsim";

export const topologies = [
  defineTopology({
    name: "circulant",
    help: "a ring whose nodes also have links to those `skip` places on",
    options: { size: quantity.count(), skip: quantity.count() },
    check: ({ size, skip }) =>
      2 * skip < size ? undefined : { option: "skip", expected: "less than half the size" },
    create({ size, skip }, figures) {
      const wiring = new Wiring();
      for (let node = 0; node < size; node++) {
        wiring.bothWays(node, (node + 1) % size, figures);
        wiring.bothWays(node, (node + skip) % size, figures);
      }
      return {
        name: `circulant:${size}+${skip}`,
        endpoints: size,
        nodes: size,
        links: wiring.links,
        dimensions: [{ size, shape: "ring", bandwidth: figures.bandwidth }],
        bisectionBandwidth: 2 * (1 + skip) * figures.bandwidth,
        route: shortestRoutes(size, wiring.links),
      };
    },
  }),
];

export const collectives = [
  defineCollective({
    name: "tree-of",
    help: "all-reduce up a tree in which every rank has `fanout` children, and down again",
    options: { fanout: quantity.count().default(2) },
    create: ({ fanout }) => ({
      plan(operation, group) {
        if (operation !== "all-reduce") return undefined;
        const parentOf = (rank: number) => Math.floor((rank - 1) / fanout);
        const depthOf = (rank: number): number => (rank === 0 ? 0 : 1 + depthOf(parentOf(rank)));
        const ranks = Array.from({ length: groupSize(group) }, (_, rank) => rank);
        const levels = [...new Set(ranks.map(depthOf))].slice(1);
        const down = levels.map((depth) =>
          ranks
            .filter((rank) => depthOf(rank) === depth)
            .map((rank) => ({ source: parentOf(rank), target: rank, parts: [0] })),
        );
        const up = [...down]
          .reverse()
          .map((step) =>
            step.map(({ source, target, parts }) => ({ source: target, target: source, parts })),
          );
        return { parts: 1, steps: [...up, ...down] };
      },
    }),
  }),
];
