import { expect, test } from "vitest";
import { choosePrice, pricingSchema } from "../../src/hardware/price.ts";
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
