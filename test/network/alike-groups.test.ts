import fc from "fast-check";
import { expect, test } from "vitest";
import { AlikeGroups } from "../../src/network/analytic/alike-groups.ts";
import { RankTimes } from "../../src/network/analytic/rank-times.ts";

const members = 4;
const transfer = fc.record({
  source: fc.nat(members - 1),
  target: fc.nat(members - 1),
  fraction: fc.constant(1),
});
/** Few values, so that groups are often alike. */
const hop = fc.record({
  startNs: fc.constantFrom(0, 10),
  latencyNs: fc.constantFrom(100, 1000),
  nsPerByte: fc.constantFrom(1, 2),
});

test("groups in classes are done when each of them is, followed by itself", () => {
  const step = fc.array(transfer, { minLength: 1, maxLength: 3 }).chain((transfers) =>
    fc.record({
      transfers: fc.constant(transfers),
      kinds: fc.array(fc.array(hop, { minLength: transfers.length, maxLength: transfers.length }), {
        minLength: 1,
        maxLength: 3,
      }),
      kindOf: fc.array(fc.nat(2), { minLength: 40, maxLength: 40 }),
    }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 4 }), fc.integer({ min: 1, max: 40 }), (steps, groups) => {
      const alike = new AlikeGroups(groups, RankTimes.start(members));
      const each = Array.from({ length: groups }, () => RankTimes.start(members));
      for (const { transfers, kinds, kindOf } of steps) {
        const hopsOf = (group: number) => kinds[kindOf[group]! % kinds.length]!;
        const hops = alike.step({ transfers }, hopsOf);
        for (let group = 0; group < groups; group++) {
          each[group] = each[group]!.after(transfers, hopsOf(group));
          expect(hops).toContainEqual(hopsOf(group));
        }
      }
      const lasts = (times: readonly (RankTimes | undefined)[]) =>
        [...new Set(times.map((one) => JSON.stringify(one?.last())))].sort();
      expect(lasts(alike.times)).toEqual(lasts(each));
    }),
  );
});

test("a thousand groups with the same hops are one class, and two kinds are two", () => {
  const transfers = [{ source: 0, target: 1, fraction: 1 }];
  const slow = [{ startNs: 0, latencyNs: 2, nsPerByte: 1 }];
  const fast = [{ startNs: 0, latencyNs: 1, nsPerByte: 1 }];
  const alike = new AlikeGroups(1000, RankTimes.start(2));
  expect(alike.step({ transfers }, () => [...fast])).toEqual([fast]);
  expect(alike.step({ transfers }, (group) => (group % 2 === 0 ? fast : slow))).toEqual([fast, slow]);
  // Back to the same hops, they stay apart: their ranks are done at different times.
  expect(alike.step({ transfers }, () => fast)).toEqual([fast, fast]);
});
