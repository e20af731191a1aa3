/** A few bad hosts: what they cause, and what diagnosis, repair and retirement make of them. */
import { describe, expect, test } from "vitest";
import { RandomStreams } from "../../src/base/random.ts";
import { BadHosts, type Unevenness } from "../../src/workload/resilience/bad-hosts.ts";

const few: Unevenness = { share: 3 / 63, times: 24, diagnosed: 1, cured: 0, outside: 0 };
const hosts = (plan: Partial<Unevenness>, seed = 1) =>
  new BadHosts(63, { ...few, ...plan }, new RandomStreams(seed).stream("bad-hosts"));

test("three of 63 hosts that fail 24 times as often cause 72 of 132 failures while nobody cures them", () => {
  const bad = hosts({});
  expect(bad.weight).toBe(60 + 3 * 24);
  const count = 20_000;
  for (let index = 0; index < count; index++) bad.strike();
  expect(bad.bad).toBe(3);
  const share = 72 / 132;
  expect(Math.abs(bad.strikes / count - share)).toBeLessThan(3 * Math.sqrt((share * (1 - share)) / count));
});

describe("until all are cured, bad hosts are struck", () => {
  // A right diagnosis and a cure are needed; of wrong ones 2 in 62 hit another bad host while all are bad, and are left out.
  test.each([
    [1, 1],
    [1, 0.5],
    [0.7, 0.8],
  ])("1 / (diagnosed %d x cured %d) times each", (diagnosed, cured) => {
    const runs = 400;
    let strikes = 0;
    for (let seed = 0; seed < runs; seed++) {
      const bad = hosts({ diagnosed, cured, times: 1e6 }, seed);
      while (bad.bad > 0) bad.strike();
      strikes += bad.strikes;
    }
    const once = diagnosed * cured;
    // A geometric number of strikes for each of three; wrong diagnoses shorten it by 2 in 62 at most.
    const sigma = Math.sqrt((1 - once) / once ** 2 / (3 * runs));
    const slack = diagnosed < 1 ? ((1 - diagnosed) * cured * (2 / 62)) / once ** 2 : 0;
    expect(Math.abs(strikes / runs / 3 - 1 / once)).toBeLessThanOrEqual(3 * sigma + slack);
  });
});

test("retired hosts make room for new ones, so that bad hosts die out that no repair cures", () => {
  const kept = hosts({ outside: 20 });
  const retiring = hosts({ outside: 20, retireAfter: 2 });
  for (let index = 0; index < 5000; index++) {
    kept.strike();
    retiring.strike();
  }
  expect(kept.retired).toBe(0);
  expect(retiring.retired).toBeGreaterThanOrEqual(4);
  expect(retiring.strikes).toBeLessThan(kept.strikes / 5);
});
