import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RandomStreams } from "../../src/base/random.ts";
import { breakEvens } from "../../src/hardware/break-even.ts";
import { powerUsageEffectiveness } from "../../src/hardware/facility.ts";
import { instances } from "../../src/hardware/instances.ts";
import { ownedUsdPerHour } from "../../src/hardware/owned-hardware.ts";
import { choosePrice, pricingSchema } from "../../src/hardware/price.ts";
import { savingsPlanUsdPerHour } from "../../src/hardware/savings-plan.ts";
import { meanSpotPrice } from "../../src/hardware/spot-price.ts";
import { instance } from "./catalog.ts";

test("auto takes the newest on-demand price where one is listed, without a word", () => {
  expect(choosePrice(instance("p5.48xlarge"))).toMatchObject({
    usdPerHour: 55.04,
    option: "on-demand",
    date: "2026-07-20",
    region: "us-east-1",
    status: "published",
  });
  expect(choosePrice(instance("p5.48xlarge")).note).toBeUndefined();
});

test("auto falls back on the capacity block and says so", () => {
  const price = choosePrice(instance("trn2.48xlarge"), "auto");
  expect(price).toMatchObject({ usdPerHour: 35.7608, option: "capacity-block" });
  expect(price.note).toBe("no on-demand price of trn2.48xlarge is listed: the capacity-block price is used");
});

test("an UltraServer costs four trn2u instances, and says that this is assumed", () => {
  const price = choosePrice(instance("trn2u-ultraserver"));
  expect(price.usdPerHour).toBeCloseTo(4 * 35.7608, 9);
  expect(price.status).toBe("assumed");
  expect(price.note).toContain("the price of trn2u-ultraserver is assumed: 4 x trn2u.48xlarge");
});

test("no listed price is null with a note, never zero", () => {
  expect(choosePrice(instance("trn3-gen1-ultraserver"))).toEqual({
    usdPerHour: null,
    option: null,
    source: null,
    date: null,
    region: null,
    status: null,
    note: "no price of trn3-gen1-ultraserver is listed: costs are unknown; set cluster.pricing.usdPerHour",
  });
  expect(choosePrice(instance("inf2.48xlarge"), "spot")).toMatchObject({
    usdPerHour: null,
    note: "no spot price of inf2.48xlarge is listed (listed: on-demand, reserved-3y): costs are unknown; set cluster.pricing.usdPerHour",
  });
});

test("a discount is taken off the option's price", () => {
  const pricing = pricingSchema.parse({ option: "on-demand", discount: "30%" });
  const price = choosePrice(instance("trn1.32xlarge"), pricing);
  expect(price.usdPerHour).toBeCloseTo(0.7 * 21.5, 9);
  expect(price.note).toBe("less a discount of 30%");
});

test("a rate of the scenario's own takes the place of every listed one", () => {
  const price = choosePrice(instance("trn3-gen2-ultraserver"), pricingSchema.parse({ usdPerHour: 12.5 }));
  expect(price).toMatchObject({ usdPerHour: 12.5, option: "custom", status: "scenario" });
});

test("pricing is written as an option's name or as an object", () => {
  expect(pricingSchema.parse("reserved-3y")).toEqual({ option: "reserved-3y", discount: 0 });
  expect(pricingSchema.parse("auto")).toEqual({ option: "auto", discount: 0 });
  expect(choosePrice(instance("trn1.32xlarge"), pricingSchema.parse("reserved-3y")).usdPerHour).toBe(8.197);
});

test("hardware of one's own costs its price over its years, power at full draw and people", () => {
  const owned = { price: 263_000, years: 3, usdPerKwh: 0.08, peopleUsdPerYear: 8760 };
  const box = { chips: 8, chip: { powerWatts: 1000 }, hostPowerWatts: 2000 };
  // 10 kW and the building's share; a dollar an hour of people.
  const perHour = 263_000 / (3 * 8760) + 10 * powerUsageEffectiveness * 0.08 + 1;
  expect(ownedUsdPerHour(box, owned)).toBeCloseTo(perHour, 9);
  const price = choosePrice(instance("p5.48xlarge"), pricingSchema.parse({ owned }));
  expect(price.usdPerHour).toBe(ownedUsdPerHour(instance("p5.48xlarge"), owned));
  expect(price).toMatchObject({ option: "owned", status: "scenario" });
  expect(price.source).toContain("$263,000 over 3 years");
});

test("pays in one way only, and has an API's price beside each", () => {
  const api = { inputUsdPerMillion: 1, outputUsdPerMillion: 2 };
  const owned = { price: 1, years: 1, usdPerKwh: 0 };
  // What costs nothing, or is written off at once, is no hardware.
  for (const none of [{ price: 0 }, { years: 0 }])
    expect(pricingSchema.safeParse({ owned: { ...owned, ...none } }).success).toBe(false);
  for (const way of [{}, { option: "spot" }, { usdPerHour: 5 }, { owned }]) {
    expect(pricingSchema.parse({ ...way, api })).toMatchObject({ api });
  }
  for (const both of [
    { usdPerHour: 5, owned },
    { option: "spot", owned },
    { discount: "10%", usdPerHour: 5 },
  ]) {
    expect(pricingSchema.safeParse(both).error?.issues[0]?.message).toMatch(/^one of usdPerHour, owned,/);
  }
});

test("a price of a day is the newest that was read by then", () => {
  const at = (day: string) =>
    choosePrice(instance("p5.48xlarge"), pricingSchema.parse({ option: "on-demand", at: day }));
  expect(at("2025-06-01")).toMatchObject({ usdPerHour: 98.32, date: "2025-05-25" });
  expect(at("2026-07-20").usdPerHour).toBe(55.04);
  expect(at("2020-01")).toMatchObject({ usdPerHour: null });
  expect(at("2020-01").note).toMatch(
    /no on-demand price read by 2020-01 of p5.48xlarge is listed.*on-demand 2025-05-25/,
  );
  expect(pricingSchema.safeParse({ at: "June" }).error?.issues[0]?.message).toMatch(/a day or month/);
});

const streams = new RandomStreams(7);

describe("a spot price that moves", () => {
  const spot = { mean: 20, spread: 0.4, reversion: 24 * 3600e9 };
  const over = (hours: number, seed = 7) =>
    meanSpotPrice(spot, new RandomStreams(seed).stream("spot-price"), hours * 3600e9);
  test("has the mean that the scenario gives, within three standard errors of 200 seeds", () => {
    const means = Array.from({ length: 200 }, (_, seed) => over(24 * 20, seed));
    const mean = means.reduce((sum, each) => sum + each, 0) / means.length;
    const sigma = Math.sqrt(means.reduce((sum, each) => sum + (each - mean) ** 2, 0) / 199 / 200);
    expect(Math.abs(mean - 20)).toBeLessThan(3 * sigma);
    // Hours k apart are alike by e^(-k / 24): the mean of 480 of them spreads by the sum over all pairs.
    const likeness = (apart: number) => Math.expm1(0.4 ** 2 * Math.exp(-Math.abs(apart) / 24));
    let pairs = 0;
    for (let apart = -479; apart < 480; apart++) pairs += (480 - Math.abs(apart)) * likeness(apart);
    const expected = (20 * Math.sqrt(pairs)) / 480;
    expect(Math.abs((sigma * Math.sqrt(200)) / expected - 1)).toBeLessThan(3 / Math.sqrt(2 * 199));
    // Over an hour the logarithm spreads as the scenario says.
    const logs = Array.from({ length: 4000 }, (_, seed) => Math.log(over(1, seed)));
    const middle = logs.reduce((sum, each) => sum + each, 0) / 4000;
    const spread = Math.sqrt(logs.reduce((sum, each) => sum + (each - middle) ** 2, 0) / 3999);
    expect(Math.abs(spread - 0.4)).toBeLessThan(3 * (0.4 / Math.sqrt(2 * 3999)));
    // About half its variance below that of the mean.
    expect(Math.abs(middle - (Math.log(20) - 0.4 ** 2 / 2))).toBeLessThan(3 * (0.4 / Math.sqrt(4000)));
  });
  test("is the same path under one seed, whatever is asked of it", () => {
    expect(over(10)).toBe(over(10));
    const price = choosePrice(
      instance("p5.48xlarge"),
      pricingSchema.parse({ spot: { mean: 20, spread: 0.4, reversion: "1 d" } }),
      {
        instances: 1,
        elapsedNs: 10 * 3600e9,
        streams,
      },
    );
    expect(price).toMatchObject({ usdPerHour: over(10), option: "spot", status: "scenario" });
    expect(meanSpotPrice({ ...spot, spread: 0 }, Math.random, 1e12)).toBe(20);
  });
});

test("a savings plan is paid in full, covers use at its discount, and what goes beyond is on demand", () => {
  // $40 an hour at 60 % off covers one instance of $100.
  const plan = { commitment: 40, discount: 0.6 };
  expect(savingsPlanUsdPerHour(plan, 100, 2) * 2).toBeCloseTo(140, 9);
  expect(savingsPlanUsdPerHour(plan, 100, 0.5) * 0.5).toBeCloseTo(40, 9);
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 50, noNaN: true }),
      fc.double({ min: 0, max: 0.9, noNaN: true }),
      (n, discount) => {
        const bill = savingsPlanUsdPerHour({ commitment: 40, discount }, 100, n) * n;
        // Never below the plan, never below all use at the discount, never above plan and all use on demand.
        expect(bill).toBeGreaterThanOrEqual(40 - 1e-9);
        expect(bill).toBeGreaterThanOrEqual(100 * n * (1 - discount) - 1e-9);
        expect(bill).toBeLessThanOrEqual(40 + 100 * n + 1e-9);
      },
    ),
  );
});

test("an option held all month pays from the hours at which both bills are equal", () => {
  for (const each of instances) {
    for (const { usdPerHour, onDemandUsdPerHour, hoursPerMonth: hours } of breakEvens(each)) {
      expect(hours * onDemandUsdPerHour).toBeCloseTo(730 * usdPerHour, 6);
    }
  }
  expect(breakEvens(instance("trn1.32xlarge")).length).toBeGreaterThan(0);
});

test("wrong dollars are told as dollars, with an example of dollars", () => {
  const wrong = pricingSchema.safeParse({ owned: { price: "much", years: 3, usdPerKwh: 0.1 } });
  expect(JSON.stringify(wrong.error?.issues)).toContain("an amount of US dollars, such as 12.5");
  expect(pricingSchema.parse({ usdPerHour: "1.5k" })).toEqual({ usdPerHour: 1500 });
});

test("a date of a price is one that the calendar has, leap days included", () => {
  const days = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();
  const isTaken = (year: number, month: number, day: number) =>
    pricingSchema.safeParse({
      at: `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`,
    }).success;
  for (const year of [2023, 2024])
    for (let month = 1; month <= 12; month++)
      for (const day of [0, 1, 28, 29, 30, 31, 32])
        expect(isTaken(year, month, day), `${year}-${month}-${day}`).toBe(
          day >= 1 && day <= days(year, month),
        );
  const is = (at: string) => pricingSchema.safeParse({ option: "on-demand", at }).success;
  expect(["2024-02-29", "2000-02-29", "2024-02", "2025-12-31"].map(is)).toEqual([true, true, true, true]);
  expect(["2025-02-29", "1900-02-29", "2024-13-01", "2024-13", "2024-04-31", "2024-01-00"].map(is)).toEqual(
    Array.from({ length: 6 }, () => false),
  );
});
