/** Exchanges as graphs of tasks against the play of every message, with which they share nothing above the solver. */
import { describe, expect, test } from "vitest";
import { aloneNs } from "../../src/network/graph/alone.ts";
import { handMade, networkOf } from "./contentions.ts";
import { byGraphs, byMessages, type Exchange } from "./exchanges.ts";

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
        const { graph, chunks } = network.exchange({ operation, bytes, ranks }) as never;
        const off = Math.abs(aloneNs(graph, bytes, chunks) / messages - 1);
        expect(off, `${operation} of ${bytes}`).toBeLessThan(0.01);
      }
    }
  });
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
