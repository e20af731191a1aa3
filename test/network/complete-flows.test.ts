/** Max-min fair sharing: SimGrid's answers, small cases by hand, and equality with a plain solver that starts over each time. */
import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { completeFlows, type FlowProblem } from "../../src/network/flows/complete-flows.ts";

describe("a permutation of flows on 12.5 GB/s links ends when SimGrid says", () => {
  test.each(["fat-tree", "torus"])("%s of 256 nodes", (name) => {
    const file = new URL(`../fixtures/simgrid-permutation-${name}-256.csv`, import.meta.url);
    const rows: Record<string, string>[] = parse(readFileSync(file, "utf8"), { columns: true });
    const flows = rows.map(({ bytes, links }) => ({
      bytes: Number(bytes),
      links: links!.split(" ").map(Number),
    }));
    const links = 1 + Math.max(...flows.flatMap((flow) => flow.links));
    const { endNs } = completeFlows({ linkBytesPerNs: Array(links).fill(12.5), flows });
    rows.forEach(({ end_s }, index) => {
      expect(Math.abs(endNs[index]! / (Number(end_s) * 1e9) - 1)).toBeLessThan(1e-9);
    });
  });
});

test("two flows share a link, and the longer one goes on alone at full speed", () => {
  const { endNs } = completeFlows({
    linkBytesPerNs: [10],
    flows: [
      { bytes: 1000, links: [0] },
      { bytes: 3000, links: [0] },
    ],
  });
  expect(endNs).toEqual([1000 / 5, 200 + (3000 - 1000) / 10]);
});

test("a flow held back elsewhere leaves its share to the others", () => {
  const { endNs } = completeFlows({
    linkBytesPerNs: [10, 2],
    flows: [
      { bytes: 200, links: [0, 1] },
      { bytes: 800, links: [0] },
    ],
  });
  expect(endNs).toEqual([200 / 2, 800 / (10 - 2)]);
});

test("a later start slows the first flow down from then on", () => {
  const { endNs } = completeFlows({
    linkBytesPerNs: [10],
    flows: [
      { bytes: 1000, links: [0] },
      { bytes: 1000, links: [0], startNs: 50 },
    ],
  });
  // 500 bytes done at 50 ns; both at 5 until 150 ns; then 500 bytes of the second at 10.
  expect(endNs).toEqual([50 + 500 / 5, 150 + 500 / 10]);
});

test("a flow over a dead link never ends, and one of no bytes ends when it starts", () => {
  const { endNs } = completeFlows({
    linkBytesPerNs: [0],
    flows: [
      { bytes: 1, links: [0] },
      { bytes: 0, links: [0], startNs: 7 },
    ],
  });
  expect(endNs).toEqual([Number.POSITIVE_INFINITY, 7]);
});

test("a flow over a dead link does not end when another one does", () => {
  const { endNs } = completeFlows({
    linkBytesPerNs: [0, 10],
    flows: [
      { bytes: 5, links: [0, 1] },
      { bytes: 100, links: [1] },
    ],
  });
  expect(endNs).toEqual([Number.POSITIVE_INFINITY, 100 / 10]);
});

test("short flows late on the clock end by their own durations, not by a fraction of the clock", () => {
  const late = 2 ** 50;
  const { endNs } = completeFlows({
    linkBytesPerNs: [1, 1],
    flows: [
      { bytes: 512, links: [0], startNs: late },
      { bytes: 128, links: [1], startNs: late },
    ],
  });
  expect(endNs.map((end) => end - late)).toEqual([512, 128]);
});

test("a link that a route crosses twice carries the flow twice", () => {
  const flows = [
    { bytes: 100, links: [0, 0] },
    { bytes: 100, links: [0] },
  ];
  // Three shares of 10 bytes/ns on one link: both flows at 10 / 3.
  expect(completeFlows({ linkBytesPerNs: [10], flows }).endNs).toEqual([30, 30]);
});

test("a wrong link, bandwidth or size is told by its number", () => {
  const ask = (bandwidth: number, bytes: number, link: number) => () =>
    completeFlows({ linkBytesPerNs: [bandwidth], flows: [{ bytes, links: [link] }] });
  expect(ask(1, 1, 3)).toThrow("flow 0: no link 3 of 1");
  expect(ask(-1, 1, 0)).toThrow("link 0: -1 bytes/ns");
  expect(ask(1, Number.NaN, 0)).toThrow("flow 0: NaN bytes from 0 ns on");
});

/** Progressive filling from scratch at every start and end. */
function plain({ linkBytesPerNs, flows }: FlowProblem): number[] {
  const left = flows.map(({ bytes }) => bytes);
  const endNs = flows.map(() => Number.NaN);
  let now = 0;
  for (;;) {
    const active = flows.flatMap(({ startNs = 0 }, index) =>
      startNs <= now && Number.isNaN(endNs[index]) ? [index] : [],
    );
    const rates = new Map<number, number>();
    const room = [...linkBytesPerNs];
    const open = new Set(active);
    while (open.size > 0) {
      const counts = linkBytesPerNs.map(
        (_, link) => [...open].filter((index) => flows[index]!.links.includes(link)).length,
      );
      const shares = room.map((bandwidth, link) =>
        counts[link]! > 0 ? bandwidth / counts[link]! : Number.POSITIVE_INFINITY,
      );
      const least = Math.min(...shares);
      const tight = shares.indexOf(least);
      for (const index of [...open].filter((each) => flows[each]!.links.includes(tight))) {
        rates.set(index, least);
        open.delete(index);
        for (const link of flows[index]!.links) room[link] = Math.max(0, room[link]! - least);
      }
    }
    const nextStart = Math.min(
      ...flows.flatMap(({ startNs = 0 }) => (startNs > now ? [startNs] : [])),
      Number.POSITIVE_INFINITY,
    );
    const nextEnd = Math.min(
      ...active.map((index) => now + left[index]! / (rates.get(index) as number)),
      Number.POSITIVE_INFINITY,
    );
    const next = Math.min(nextStart, nextEnd);
    if (next === Number.POSITIVE_INFINITY) return endNs;
    for (const index of active) {
      left[index]! -= (rates.get(index) as number) * (next - now);
      if (left[index]! <= 1e-9 * flows[index]!.bytes) endNs[index] = next;
    }
    now = next;
  }
}

test("staggered flows end as with a plain solver that starts over at every event", () => {
  const problem = fc.integer({ min: 1, max: 6 }).chain((links) =>
    fc.record({
      linkBytesPerNs: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: links, maxLength: links }),
      flows: fc.array(
        fc.record({
          bytes: fc.integer({ min: 1, max: 5000 }),
          links: fc.uniqueArray(fc.integer({ min: 0, max: links - 1 }), { minLength: 1, maxLength: 3 }),
          startNs: fc.integer({ min: 0, max: 600 }),
        }),
        { minLength: 1, maxLength: 14 },
      ),
    }),
  );
  fc.assert(
    fc.property(problem, (each) => {
      const expected = plain(each);
      completeFlows(each).endNs.forEach((endNs, index) => {
        expect(Math.abs(endNs / expected[index]! - 1)).toBeLessThan(1e-6);
      });
    }),
    { numRuns: 300 },
  );
});

test("flows in a far corner are not solved again: as many solves for one busy corner as beside an idle crowd", () => {
  const crowd = (size: number) => ({
    linkBytesPerNs: Array(size + 1).fill(10),
    flows: [
      ...Array.from({ length: size }, (_, link) => ({ bytes: 1e9, links: [link + 1] })),
      ...Array.from({ length: 50 }, (_, index) => ({ bytes: 100, links: [0], startNs: index })),
    ],
  });
  const few = completeFlows(crowd(1)).endNs.slice(1);
  const many = completeFlows(crowd(500)).endNs.slice(500);
  expect(many).toEqual(few);
});
