/**
 * What an hour of an instance costs under a scenario's `pricing`. `auto` takes on-demand where it is listed, else the
 * capacity block, and says so. An option without a listed price costs `null`, never 0.
 */
import { z } from "zod";
import type { FigureStatus } from "../base/figure.ts";
import { fraction, money } from "../base/quantity.ts";
import type { RandomStreams } from "../base/random.ts";
import { formatUsd, significant } from "../base/units.ts";
import { type ApiPrice, apiPriceSchema } from "./api-price.ts";
import type { Instance, Price, PurchaseOption } from "./instance.ts";
import { purchaseOptions } from "./instance-schema.ts";
import { type OwnedHardware, ownedSchema, ownedUsdPerHour } from "./owned-hardware.ts";
import { type SavingsPlan, savingsPlanSchema, savingsPlanUsdPerHour } from "./savings-plan.ts";
import { orName } from "./short-form.ts";
import { meanSpotPrice, type SpotPrice, spotSchema } from "./spot-price.ts";

/** A purchase option, or the choice among those listed. */
export type PricingOption = PurchaseOption | "auto";

/**
 * How a scenario pays: an option, less a discount (fraction) if it has one, a rate of its own, or hardware of its own; and
 * what an API asks for the same tokens.
 */
export type Pricing =
  | PricingOption
  | ((
      | { option: PricingOption; discount: number; at?: string | undefined }
      | { usdPerHour: number }
      | { owned: OwnedHardware }
      | { spot: SpotPrice }
      | { savingsPlan: SavingsPlan }
    ) & {
      api?: ApiPrice;
    });

/** What a price may go by beside the instance: how many are held on average, for how long, and numbers of its own. */
export interface PriceUse {
  instances: number;
  elapsedNs: number;
  streams: RandomStreams;
}

/** A price as used, with where it comes from. */
export interface ChosenPrice {
  /** Of one instance; null where none is listed. */
  usdPerHour: number | null;
  /** Purchase option; `custom` for a rate written in the scenario, `owned` for its own hardware; null where none is listed. */
  option: PurchaseOption | "custom" | "owned" | "savings-plan" | null;
  source: string | null;
  date: string | null;
  region: string | null;
  status: FigureStatus | null;
  /** What a reader should be told: a stand-in option, an assumed price, no price. */
  note?: string;
}

/** Whether the calendar has the day or month `text`. */
function isDate(text: string): boolean {
  const [year = 0, month = 0, day = 1] = text.split("-").map(Number);
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days;
}

const keys = z.strictObject({
  option: z
    .enum(["auto", ...purchaseOptions])
    .optional()
    .meta({ description: "How instances are bought; auto: on demand where listed, else a capacity block." }),
  discount: fraction().optional().meta({ description: "Off the listed price of the option." }),
  at: z
    .string()
    .regex(/^\d{4}-\d\d(-\d\d)?$/, "a day or month such as 2025-06-30")
    .refine(isDate, { error: "a day or month that there is, such as 2024-02-29" })
    .optional()
    .meta({ description: "Of an option: the newest price read by then; the newest of all when absent." }),
  usdPerHour: money().optional().meta({ description: "Of one instance." }),
  spot: spotSchema.optional().meta({ description: "A spot price that moves." }),
  savingsPlan: savingsPlanSchema.optional().meta({ description: "So much an hour, the rest on demand." }),
  owned: ownedSchema.optional().meta({ description: "Hardware of one's own, in place of a rented one." }),
  api: apiPriceSchema.optional().meta({ description: "What an API asks, to compare with." }),
});

/**
 * Schema of `pricing`: `auto`, `on-demand`, `{ option: on-demand, discount: 30% }`, `{ usdPerHour: 12.5 }` or
 * `{ owned: { price: 250000, years: 4, usdPerKwh: 0.08 } }`; each but a bare name may have an `api` beside it.
 */
export const pricingSchema = orName(keys, {
  key: "option",
  names: ["auto", ...purchaseOptions],
  expected: "auto or a purchase option",
}).transform(({ option, discount, at, usdPerHour, owned, spot, savingsPlan, api }, context): Pricing => {
  const beside = api === undefined ? {} : { api };
  const isListed = option !== undefined || discount !== undefined || at !== undefined;
  const ways = [usdPerHour, owned, spot, savingsPlan].filter((way) => way !== undefined).length;
  if (ways === 0) {
    return { option: option ?? "auto", discount: discount ?? 0, ...(at !== undefined && { at }), ...beside };
  }
  if (ways === 1 && !isListed) {
    if (usdPerHour !== undefined) return { usdPerHour, ...beside };
    if (owned !== undefined) return { owned, ...beside };
    if (spot !== undefined) return { spot, ...beside };
    if (savingsPlan !== undefined) return { savingsPlan, ...beside };
  }
  const expected =
    "one of usdPerHour, owned, spot, savingsPlan, or an option with an optional discount and day";
  context.addIssue({ code: "custom", message: expected, params: { expected } });
  return z.NEVER;
});

/** The newest price of `option`, or of those read by the day `at`; or undefined. Prices stand newest first within an option. */
export function newestPrice(instance: Instance, option: PurchaseOption, at?: string): Price | undefined {
  return instance.prices.find(
    (price) => price.option === option && (at === undefined || (isDay(price.date) && price.date <= at)),
  );
}

const isDay = (text: string) => /^\d{4}-\d\d/.test(text);

/** The price of one hour of `instance`: trn1.32xlarge under `auto` is $21.50, on-demand. */
export function choosePrice(instance: Instance, pricing: Pricing = "auto", use?: PriceUse): ChosenPrice {
  if (typeof pricing === "string") return choosePrice(instance, { option: pricing, discount: 0 });
  const ours = { source: "scenario file", date: null, region: null, status: "scenario" } as const;
  if ("usdPerHour" in pricing) return { usdPerHour: pricing.usdPerHour, option: "custom", ...ours };
  if ("owned" in pricing) {
    const { price, years, usdPerKwh, peopleUsdPerYear } = pricing.owned;
    const people = `${formatUsd(peopleUsdPerYear)} of people a year`;
    return {
      ...ours,
      usdPerHour: ownedUsdPerHour(instance, pricing.owned),
      option: "owned",
      source: `scenario file: ${formatUsd(price)} over ${significant(years)} years, ${formatUsd(usdPerKwh)} per kWh at full draw, ${people}`,
    };
  }
  if ("spot" in pricing) {
    const { mean, spread } = pricing.spot;
    const usdPerHour = use
      ? meanSpotPrice(pricing.spot, use.streams.stream("spot-price"), use.elapsedNs)
      : mean;
    const source = `scenario file: a mean of ${formatUsd(mean)} an hour, spread ${significant(spread)}`;
    return { ...ours, usdPerHour, option: "spot", source };
  }
  if ("savingsPlan" in pricing) {
    const onDemand = choosePrice(instance, "on-demand");
    if (onDemand.usdPerHour === null) return onDemand;
    const { commitment, discount } = pricing.savingsPlan;
    const usdPerHour = savingsPlanUsdPerHour(pricing.savingsPlan, onDemand.usdPerHour, use?.instances ?? 1);
    const source = `scenario file: ${formatUsd(commitment)} an hour at ${significant(discount * 100)}% off; ${onDemand.source}`;
    return { ...onDemand, status: "scenario", usdPerHour, option: "savings-plan", source };
  }
  const { option, discount, at } = pricing;
  const price =
    option === "auto"
      ? (newestPrice(instance, "on-demand", at) ?? newestPrice(instance, "capacity-block", at))
      : newestPrice(instance, option, at);
  if (price === undefined) return unlisted(instance, option, at);
  const notes = [
    option === "auto" && price.option !== "on-demand"
      ? `no on-demand price of ${instance.name} is listed: the ${price.option} price is used`
      : undefined,
    price.status === "assumed" ? `the price of ${instance.name} is assumed: ${price.source}` : undefined,
    discount > 0 ? `less a discount of ${significant(discount * 100)}%` : undefined,
  ].filter((note) => note !== undefined);
  return {
    usdPerHour: price.usdPerHour * (1 - discount),
    option: price.option,
    source: price.source,
    date: price.date,
    region: price.region,
    status: discount > 0 ? "scenario" : price.status,
    ...(notes.length > 0 && { note: notes.join("; ") }),
  };
}

function unlisted(instance: Instance, option: PricingOption, at?: string): ChosenPrice {
  const entries = instance.prices.map((price) => (at ? `${price.option} ${price.date}` : price.option));
  const listed = [...new Set(entries)].join(", ");
  const what = `${option === "auto" ? "price" : `${option} price`}${at ? ` read by ${at}` : ""}`;
  return {
    usdPerHour: null,
    option: null,
    source: null,
    date: null,
    region: null,
    status: null,
    note: `no ${what} of ${instance.name} is listed${listed ? ` (listed: ${listed})` : ""}: costs are unknown; set cluster.pricing.usdPerHour`,
  };
}
