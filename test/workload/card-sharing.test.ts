/** Checkpoints beside the work on the instances' cards: what they cost steps, by a play of both on one card, and in a scenario. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Sharing } from "../../src/kernel/sharing/sharing.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import { shareOf } from "../../src/workload/training/run/card-sharing.ts";
import { record, summary } from "../laws/account-scenarios.ts";

/** When `steps` steps of `work` and an exchange of `exchange` on a card are over, beside a copy of `copy` from the start. */
function stepsBeside(
  steps: number,
  { work, exchange, copy }: { work: number; exchange: number; copy: number },
): number {
  const simulator = new Simulator();
  const sharing = new Sharing(simulator);
  const card = sharing.add(1, () => "card");
  const [worked, exchanged, copied] = [0, 1, 2];
  let left = steps;
  let endNs = 0;
  const target = {
    handle(code: number, now: number) {
      if (code === copied) return;
      if (code === worked)
        sharing.run({ work: exchange, usage: { resources: [card] }, owner: 0 }, target, exchanged);
      else {
        endNs = now;
        left--;
        if (left > 0) simulator.schedule(work, target, worked);
      }
    },
  };
  if (copy > 0) sharing.run({ work: copy, usage: { resources: [card] }, owner: 1 }, target, copied);
  simulator.schedule(work, target, worked);
  expect(simulator.run().status).toBe("completed");
  return endNs;
}

test("steps beside a copy take as much longer as its time on the card times the share of a step that waits for cards", () => {
  const size = fc.integer({ min: 1, max: 1000 });
  fc.assert(
    fc.property(size, size, fc.integer({ min: 1, max: 20 }), (work, exchange, cycles) => {
      // A copy that is over with a step.
      const copy = cycles * (work + exchange);
      const alone = stepsBeside(cycles + 3, { work, exchange, copy: 0 });
      const beside = stepsBeside(cycles + 3, { work, exchange, copy });
      const times = new Map([["compute", work] as const, ["gradient exchange", exchange] as const]);
      const share = shareOf(times, new Set(["gradient exchange"]));
      expect(beside - alone).toBeCloseTo(copy * share, 6);
    }),
    { numRuns: 100, seed: 9 },
  );
});

test("a copy that is over within a step costs no more than one exchange besides", () => {
  const size = fc.integer({ min: 1, max: 1000 });
  fc.assert(
    fc.property(size, size, fc.integer({ min: 1, max: 20_000 }), (work, exchange, copy) => {
      const steps = Math.ceil(copy / (work + exchange)) + 2;
      const more =
        stepsBeside(steps, { work, exchange, copy }) - stepsBeside(steps, { work, exchange, copy: 0 });
      expect(Math.abs(more - (copy * exchange) / (work + exchange))).toBeLessThanOrEqual(exchange + 1e-6);
    }),
    { numRuns: 100, seed: 10 },
  );
});

test("an asynchronous checkpoint slows steps that exchange over cards, and those within an instance not at all", () => {
  const stall = (parallelism: object, checkpoints: object, count = 4) => {
    const { training } = summary(
      record({
        model: "llama-3.1-8b",
        cluster: { instance: "trn1.32xlarge", count },
        workload: {
          kind: "training",
          tokens: "20B",
          sequenceLength: 4096,
          globalBatch: 64,
          parallelism,
          checkpoints: { interval: "10 min", mode: "asynchronous", ...checkpoints },
        },
      }),
    );
    const { lost_s, checkpoints: made = 0 } = training as unknown as {
      lost_s: { checkpoints: number };
      checkpoints: number;
    };
    return lost_s.checkpoints / made;
  };
  const data = { tensor: 8, data: 8, zero: 1 };
  // 112.4 GB over the links of 64 chips to their hosts; the rest is the way over four times eight cards of 12.5 GB/s.
  const [peers, s3, given] = [{ tiers: ["host"] }, { tiers: ["s3"] }, { tiers: ["s3"], stall: "3 s" }].map(
    (place) => stall(data, place),
  ) as [number, number, number];
  const [alone, drives] = [stall({ tensor: 32 }, { tiers: ["s3"] }, 1), stall(data, { tiers: ["nvme"] })];
  expect(given).toBeCloseTo(3, 9);
  expect(peers).toBeCloseTo(s3, 9);
  expect(peers).toBeGreaterThan(drives);
  // At most all of its time on the cards.
  expect(peers - drives).toBeLessThan(112.5 / (4 * 8 * 12.5));
  // One instance has a quarter of the links to hosts, and nothing else waits for its cards.
  expect(alone / drives).toBeCloseTo(4, 6);
});
