/** What a run costs and draws, summed once more by hand from what its chips did: the cluster, instances beside it, volumes, transfers. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { instances } from "../../src/hardware/instances.ts";
import { type ChipTime, chipStates } from "../../src/metrics/chip-account.ts";
import { accountsOf } from "../../src/simulation/accounts.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import type { WorkloadResult } from "../../src/workload/workload.ts";

const hourNs = 3600e9;
const instance = fc.constantFrom(...instances);
/** Shares of the chip-time that are told, of which a rest is idle. */
const shares = fc.array(
  fc.record({ state: fc.constantFrom(...chipStates), weight: fc.integer({ min: 1, max: 9 }) }),
  {
    maxLength: 6,
  },
);
type Shares = typeof shares extends fc.Arbitrary<infer Each> ? Each : never;
const amount = fc.double({ min: 0.01, max: 90, noNaN: true });

/** Chip-ns of `shares` in a `state`, where 60 would be the whole. */
function chipNs(of: Shares, state: string, wholeNs: number): number {
  return of.reduce((sum, each) => sum + (each.state === state ? (each.weight / 60) * wholeNs : 0), 0);
}
const chipTimeOf = (of: Shares, wholeNs: number) =>
  of.map(({ state, weight }): ChipTime => ({ state, what: state, chipNs: (weight / 60) * wholeNs }));

const runs = fc.record({
  instance,
  count: fc.integer({ min: 1, max: 5 }),
  told: shares,
  other: fc.record({ instance, count: fc.integer({ min: 1, max: 3 }), told: shares, usd: amount }),
  usd: amount,
  transferUsd: amount,
  elapsedNs: fc.constantFrom(1, 7e9, hourNs, 91.3 * hourNs),
  part: fc.constantFrom(undefined, 0.25),
  perNs: fc.record({
    outputTokensPerNs: amount,
    totalTokensPerNs: amount,
    requestsPerNs: amount,
    goodRequestsPerNs: amount,
  }),
});

const near = (one: number | null | undefined, other: number, what: string) =>
  expect(Math.abs((one as number) / other - 1), what).toBeLessThan(1e-9);

test("dollars and energy are those of what is held, on every instance, and what comes out is priced at them", () => {
  fc.assert(
    fc.property(runs, (run) => {
      const { count, told, other, usd, transferUsd, elapsedNs, part = 1, perNs } = run;
      const chips = count * run.instance.chips;
      const otherChips = other.count * other.instance.chips;
      const scenario = {
        seed: 1,
        cluster: { instance: run.instance, pricing: { usdPerHour: usd }, gramsCo2PerKwh: 400 },
      } as unknown as Scenario;
      const result = {
        elapsedNs,
        chipTime: chipTimeOf(told, chips * elapsedNs),
        otherInstances: [
          {
            instance: other.instance,
            count: other.count,
            chipTime: chipTimeOf(other.told, otherChips * elapsedNs),
            pricing: { usdPerHour: other.usd },
          },
        ],
        transferUsd,
        produced: perNs,
      } as unknown as WorkloadResult;
      const cluster = { chips, count, chipShare: run.part } as never;
      const { cost, energy } = accountsOf(scenario, cluster, result);

      const ownNs = part * chips * elapsedNs;
      const heldNs = ownNs - chipNs(told, "off", ownNs);
      const otherNs = otherChips * elapsedNs;
      const otherHeldNs = otherNs - chipNs(other.told, "off", otherNs);
      const bill =
        (usd * heldNs) / run.instance.chips / hourNs +
        (other.usd * otherHeldNs) / other.instance.chips / hourNs +
        transferUsd;
      near(cost.usdTotal, bill, "usd");
      near(cost.usdPerHour, (bill * hourNs) / elapsedNs, "usd an hour");
      const made = Object.entries(perNs).map(
        ([name, rate]) => [name, (bill / (rate * elapsedNs)) * 1e6] as const,
      );
      const priced = {
        outputTokensPerNs: cost.usdPerMillionOutputTokens,
        totalTokensPerNs: cost.usdPerMillionTotalTokens,
        requestsPerNs: cost.usdPerMillionRequests,
        goodRequestsPerNs: cost.usdPerMillionGoodRequests,
      };
      for (const [name, each] of made) near(priced[name as keyof typeof priced], each, name);

      const drawn = [
        { of: run.instance, heldNs, busyNs: chipNs(told, "busy", ownNs) },
        { of: other.instance, heldNs: otherHeldNs, busyNs: chipNs(other.told, "busy", otherNs) },
      ].map(({ of: { chip, hostPowerWatts, chips: each }, heldNs: held, busyNs }) => {
        const chipWatts = chip.powerWatts * (busyNs + chip.idlePowerFraction * (held - busyNs));
        return (chipWatts + (hostPowerWatts * held) / each) / (1000 * hourNs);
      });
      const equipment = (drawn[0] as number) + (drawn[1] as number);
      // The building's share is 15 %.
      near(energy.kwh, 1.15 * equipment, "kWh");
      near(energy.meanWatts, (equipment * 1000 * hourNs) / elapsedNs, "W");
      near(energy.co2Kg, 1.15 * equipment * 0.4, "CO2");
      near(
        Object.values(energy.partsKwh).reduce((sum, kwh) => sum + kwh, 0),
        energy.kwh,
        "parts",
      );
    }),
  );
});

test("one instance without a price leaves the whole bill unknown, and a job of several has no volumes", () => {
  const scenario = (more: object) =>
    ({
      seed: 1,
      cluster: { instance: instances[0], pricing: { usdPerHour: 3 }, storage, ...more },
      jobs: [],
    }) as never;
  const storage = {};
  const chips = (instances[0] as { chips: number }).chips;
  const cluster = { chips, count: 1 } as never;
  const unpriced = { ...instances[0], prices: [] };
  const beside = { instance: unpriced, count: 1, chipTime: [], pricing: "auto" };
  const result = { elapsedNs: hourNs, otherInstances: [beside] } as unknown as WorkloadResult;
  expect(accountsOf(scenario({}), cluster, result).cost).toMatchObject({ usdPerHour: null, usdTotal: null });
  const alone = accountsOf(scenario({}), cluster, { elapsedNs: hourNs } as WorkloadResult);
  near(alone.cost.usdTotal, 3, "usd");
});
