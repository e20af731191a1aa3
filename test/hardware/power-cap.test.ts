/** Power caps: never faster, the energy is that of the power, and what cannot run under one is refused. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { instances } from "../../src/hardware/instances.ts";
import { capped } from "../../src/hardware/power-cap.ts";
import { record } from "../laws/account-scenarios.ts";
import { instance } from "./catalog.ts";

test("lowers the clock by the cube root of the power above idle, and leaves memory and links", () => {
  const whole = instance("p5.48xlarge");
  const { chip, chips, hostPowerWatts } = whole;
  const idle = chip.powerWatts * chip.idlePowerFraction;
  // An eighth of the power above idle: half the clock.
  const watts = hostPowerWatts + chips * (idle + (chip.powerWatts - idle) / 8);
  const half = capped(whole, watts);
  if ("expected" in half) throw new Error(half.expected);
  expect(half.chip.peaks.bf16).toBeCloseTo((chip.peaks.bf16 as number) / 2, 6);
  expect(half.chip.memory).toEqual(chip.memory);
  expect(half.scaleUp).toEqual(whole.scaleUp);
  expect(half.chip.powerWatts * half.chip.idlePowerFraction).toBeCloseTo(idle, 9);
  expect(half.chip.powerWatts * chips + hostPowerWatts).toBeCloseTo(watts, 9);
});

test("of any instance, under any cap, no peak is higher and no draw above the cap", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...instances),
      fc.double({ min: 0.05, max: 1.5, noNaN: true }),
      (whole, share) => {
        const full = whole.chips * whole.chip.powerWatts + whole.hostPowerWatts;
        const under = capped(whole, share * full);
        const atRest =
          whole.hostPowerWatts + whole.chips * whole.chip.powerWatts * whole.chip.idlePowerFraction;
        if ("expected" in under) {
          expect(share * full).toBeLessThanOrEqual(atRest * (1 + 1e-12));
          // What is told is enough, and no more than the next whole watt.
          const least = Number(/more than the (\d+) W/.exec(under.expected)?.[1]);
          expect(least - atRest).toBeGreaterThanOrEqual(0);
          expect(least - atRest).toBeLessThan(1);
          return;
        }
        for (const [type, peak] of Object.entries(under.chip.peaks)) {
          expect(peak).toBeLessThanOrEqual(whole.chip.peaks[type as "bf16"] as number);
        }
        const draw = under.chips * under.chip.powerWatts + under.hostPowerWatts;
        expect(draw).toBeLessThanOrEqual(Math.max(share * full, share >= 1 ? full : 0) * (1 + 1e-12));
      },
    ),
  );
});

const scenario = (cap?: string) => ({
  model: "llama-3.1-8b",
  cluster: {
    instance: cap === undefined ? "p5.48xlarge" : { from: "p5.48xlarge", powerCap: cap },
    gramsCo2PerKwh: 400,
  },
  workload: {
    kind: "training",
    tokens: "1B",
    sequenceLength: 4096,
    globalBatch: 128,
    parallelism: { tensor: 2 },
  },
});

test("a capped training step takes longer, its energy is its power times its time, and emits what the grid does", () => {
  const runs = [undefined, "6 kW", "4.5 kW"].map((cap) => record(scenario(cap)));
  const times = runs.map(({ result }) => result?.elapsedNs as number);
  expect(times[1]).toBeGreaterThan(times[0] as number);
  expect(times[2]).toBeGreaterThan(times[1] as number);
  for (const { energy, result } of runs) {
    const hours = (result?.elapsedNs as number) / 3600e9;
    expect(energy.kwh).toBeCloseTo((energy.meanWatts / 1000) * hours * 1.15, 6);
    expect(energy.co2Kg).toBeCloseTo(energy.kwh * 0.4, 9);
  }
  expect((runs[1] as (typeof runs)[number]).energy.meanWatts).toBeLessThanOrEqual(6000);
});

test("a cap below what is drawn at rest is refused, with the least that would do", () => {
  expect(() => record(scenario("3 kW"))).toThrow(
    /powerCap.*more than the \d+ W that p5.48xlarge draws at rest/,
  );
});
