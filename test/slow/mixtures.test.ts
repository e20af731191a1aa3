/** Seeded mixtures of exchanges as jobs make them, as graphs of tasks and message by message. */
import { quantile } from "d3-array";
import { expect, test } from "vitest";
import { RandomStreams } from "../../src/base/random.ts";
import { mixture } from "../network/contentions.ts";
import { byGraphs, byMessages, type Exchange } from "../network/exchanges.ts";

/** `MIXTURES=300 npm run test:slow` for more. */
const mixtures = Number(process.env.MIXTURES ?? 100);

const tookNs = (ends: readonly number[], exchanges: readonly Exchange[]) =>
  ends.map((end, index) => end - (exchanges[index]?.startNs ?? 0));

test("nine in ten slowed exchanges are within 5 % of the play of their messages, and the end of a mixture within 4 % in 95 of 100", () => {
  const random = new RandomStreams(1).stream("mixtures");
  let [slowed, close] = [0, 0];
  const apart: number[] = [];
  for (let count = 0; count < mixtures; count++) {
    const { network, exchanges } = mixture(random);
    const messages = byMessages(network, exchanges);
    const graphs = byGraphs(network, exchanges);
    apart.push(Math.abs(Math.max(...graphs) / Math.max(...messages) - 1));
    const [real, modelled] = [tookNs(messages, exchanges), tookNs(graphs, exchanges)];
    const known = new Map<string, number>();
    for (const [index, exchange] of exchanges.entries()) {
      const key = `${exchange.operation} ${exchange.bytes} ${exchange.ranks}`;
      const alone = known.get(key) ?? (byGraphs(network, [{ ...exchange, startNs: 0 }])[0] as number);
      known.set(key, alone);
      if ((real[index] as number) < 1.05 * alone) continue;
      slowed++;
      if (Math.abs((modelled[index] as number) / (real[index] as number) - 1) <= 0.05) close++;
    }
  }
  expect(slowed).toBeGreaterThan(500);
  expect(quantile(apart, 0.95)).toBeLessThan(0.04);
  expect(close / slowed).toBeGreaterThan(0.9);
});
