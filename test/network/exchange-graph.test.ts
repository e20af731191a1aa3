/** Exchanges as graphs of tasks against the play of every message, with which they share nothing above the solver. */
import { describe, expect, test } from "vitest";
import { shapeFor } from "../../src/network/analytic/group-shape.ts";
import { collectives } from "../../src/network/collectives.ts";
import { aloneNs, foldedOf } from "../../src/network/graph/alone.ts";
import { graphOf } from "../../src/network/graph/graph-builder.ts";
import { quotientOf } from "../../src/network/graph/graph-quotient.ts";
import { unhinderedNs } from "../../src/network/graph/unhindered.ts";
import { handMade, networkOf } from "./contentions.ts";
import { byGraphs, byMessages, type Exchange, playedNs } from "./exchanges.ts";

const tookNs = (ends: readonly number[], exchanges: readonly Exchange[]) =>
  ends.map((end, index) => end - (exchanges[index]?.startNs ?? 0));

describe("an exchange alone takes the time of its messages, within 1 %", () => {
  test.each(["1 x trn2.48xlarge", "2 x p5.48xlarge", "2 x p4d.24xlarge"])("on %s", (on) => {
    const network = networkOf(on);
    const ranks = Array.from({ length: network.topology.endpoints }, (_, rank) => rank);
    for (const operation of ["all-reduce", "all-gather", "reduce-scatter", "all-to-all"] as const) {
      for (const bytes of [2 ** 16, 2 ** 20, 2 ** 26]) {
        const exchanges = [{ operation, bytes, ranks }];
        const [messages] = byMessages(network, exchanges) as [number];
        const ratio = network.collectiveNs({ operation, bytes, ranks }) / messages;
        expect(ratio, `${operation} of ${bytes}`).toBeCloseTo(1, 2);
      }
    }
  });
});

test("one track and one link of all that are alike change no time alone", () => {
  const network = networkOf("2 x trn1.32xlarge");
  const ranks = Array.from({ length: network.topology.endpoints }, (_, rank) => rank);
  const halves = [0, 1].map((half) => ranks.filter((rank) => rank % 2 === half));
  let compared = 0;
  for (const { plan } of collectives) {
    const made = plan("all-reduce", shapeFor("all-reduce", network.topology, halves[0]!));
    if (made === undefined) continue;
    const graph = graphOf(network.topology, made, halves);
    const thin = quotientOf(graph);
    const links = (of: typeof graph) => of.classes.reduce((sum, each) => sum + each.links.length, 0);
    expect(links(thin)).toBeLessThan(links(graph));
    expect(aloneNs(thin, 2 ** 20, 3) / playedNs(graph, 2 ** 20, 3)).toBeCloseTo(1, 12);
    compared++;
  }
  expect(compared).toBeGreaterThan(4);
});

test("forty chunks round a ring, most of whose repetitions are left out, take the time of all of them", () => {
  const network = networkOf("ring:6");
  const ranks = [0, 1, 2, 3, 4, 5];
  for (const { name, plan } of collectives) {
    const made = plan("all-reduce", shapeFor("all-reduce", network.topology, ranks));
    if (made === undefined) continue;
    const graph = graphOf(network.topology, made, [ranks]);
    expect(aloneNs(graph, 2 ** 20, 40) / playedNs(graph, 2 ** 20, 40), name).toBeCloseTo(1, 10);
  }
});

describe("chunks that never meet on a link take the closed form, and those that meet have none", () => {
  test("on every link by itself", () => {
    let [closed, open] = [0, 0];
    for (const on of ["ring:6", "mesh:5", "fat-tree:2x2:4"]) {
      const network = networkOf(on);
      const ranks = Array.from({ length: network.topology.endpoints }, (_, rank) => rank);
      for (const { name, plan } of collectives) {
        for (const operation of ["all-reduce", "all-gather", "broadcast", "all-to-all"] as const) {
          const made = plan(operation, shapeFor(operation, network.topology, ranks));
          if (made === undefined) continue;
          const graph = graphOf(network.topology, made, [ranks]);
          for (const [bytes, chunks] of [
            [2 ** 12, 1],
            [2 ** 20, 5],
          ] as const) {
            const ns = unhinderedNs(foldedOf(graph), bytes, chunks);
            if (ns === undefined) open++;
            else {
              const played = playedNs(graph, bytes, chunks);
              expect(ns / played, `${name}, ${operation} on ${on}`).toBeCloseTo(1, 10);
              closed++;
            }
          }
        }
      }
    }
    expect(Math.min(closed, open)).toBeGreaterThan(20);
  });

  test("a broadcast passes down a ring of four in the time of three hops, and one more for each further chunk", () => {
    const network = networkOf("ring:4");
    const hopNs = 500 + 2 ** 20 / 50;
    const request = { operation: "broadcast", ranks: [0, 1, 2, 3], algorithm: "ring" } as const;
    const ns = network.collectiveNs({ ...request, bytes: 4 * 2 ** 20, chunks: 4 });
    // Nobody both sends and receives in a hop, so that a chunk follows the bytes of the one ahead and not their latency.
    expect(ns).toBeCloseTo(3 * hopNs + 3 * (2 ** 20 / 50), 6);
  });
});

test("alone, ranks that run ahead of a step are not held up: a tree of seven takes its longest path", () => {
  const network = networkOf("mesh:7");
  const ranks = Array.from({ length: 7 }, (_, rank) => rank);
  for (const bytes of [1, 2 ** 20]) {
    const exchange = { operation: "all-reduce", bytes, ranks, algorithm: "tree", chunks: 1 } as const;
    const [messages] = byMessages(network, [exchange]) as [number];
    expect(network.collectiveNs(exchange) / messages).toBeCloseTo(1, 2);
    // Two hops up and two down, where eight ranks take three.
    if (bytes === 1) expect(messages / (4 * 500)).toBeCloseTo(1, 3);
  }
});

const contentions = handMade();

test("there are 32 contentions by hand", () => {
  expect(contentions.length).toBe(32);
});

describe("exchanges that meet end when their messages do, within 1 %", () => {
  test.each(contentions)("$name", ({ network, exchanges }) => {
    const messages = tookNs(byMessages(network, exchanges), exchanges);
    const graphs = tookNs(byGraphs(network, exchanges), exchanges);
    for (const [index, ns] of graphs.entries()) {
      expect(Math.abs(ns / (messages[index] as number) - 1), `exchange ${index}`).toBeLessThan(0.01);
    }
  });
});
