/**
 * What is asked of the page, as the text that its form, its address (`page.html#model=...`) and its worker share: the
 * fields of the form by name, URL-encoded. Hardware may stand several times; the factors make a chip of one's own out of
 * the first.
 */
import type { EstimateQuestion } from "../study/quick-estimate.ts";
import { moneyFields, pricingOf } from "./money.ts";

/** Figures of a chip that can be changed by a factor. */
const chipFactors = ["memory", "memoryBandwidth", "compute", "links"] as const;
export type ChipFactors = Readonly<Record<(typeof chipFactors)[number], number>>;

/** What a page starts from: one choice, everything else filled in. */
export const firstQuestion =
  "model=llama-3.1-8b&hardware=trn2.48xlarge&hardware=p5.48xlarge&hardware=&count=1&batch=8&input=1024&output=256" +
  "&tensor=auto&weights=&pricing=&usdPerHour=&price=&years=&usdPerKwh=&people=&apiInput=&apiOutput=&memory=1&memoryBandwidth=1&compute=1&links=1" +
  "&config=&configName=&embed=&train=&trainCount=16&tokens=300&sequence=4096" +
  "&globalBatch=1024&microBatch=1&trainTensor=auto&pipeline=auto&expert=1&recompute=selective&zero=1&mtbf=100&interval=60";

/** Fields that stand in the address only where they ask for something. */
const quietFields: readonly string[] = [
  "config",
  "configName",
  "embed",
  "train",
  "pricing",
  ...moneyFields.map(({ name }) => name),
];

/** The fields of `text` that ask for something, as the form gives them. */
export function askedOf(text: string): string {
  const fields = [...new URLSearchParams(text)];
  return new URLSearchParams(
    fields.filter(([name, value]) => value !== "" || !quietFields.includes(name)),
  ).toString();
}

/** What the config.json that was dropped is called in scenarios. */
export const droppedConfig = "config.json";

/** What is asked. */
export interface Question {
  /** Names of instances, side by side. */
  hardware: readonly string[];
  /** What is asked of each. */
  of(instance: string | object, isFirst: boolean): EstimateQuestion;
  /** How the chip of one's own differs from the first hardware's; undefined where it does not. */
  own: ChipFactors | undefined;
}

/** The model that was dropped, else the one that was chosen. */
export function modelOf(fields: URLSearchParams): string | object {
  if (!fields.get("config")) return fields.get("model") ?? "";
  return { huggingface: droppedConfig, name: fields.get("configName") || "my-model" };
}

/** The question that `text` asks; numbers that are none become NaN, which the scenario's schema refuses by name. */
export function questionOf(text: string): Question {
  const fields = new URLSearchParams(text);
  const number = (name: string) => Number(fields.get(name) || Number.NaN);
  const tensor = fields.get("tensor") ?? "auto";
  const factors = Object.fromEntries(chipFactors.map((name) => [name, Number(fields.get(name) ?? 1)]));
  return {
    hardware: [...new Set(fields.getAll("hardware").filter((name) => name !== ""))],
    of: (instance, isFirst) => ({
      model: modelOf(fields),
      instance,
      count: number("count"),
      batch: number("batch"),
      input: number("input"),
      output: number("output"),
      tensor: tensor === "auto" ? "auto" : Number(tensor),
      weights: fields.get("weights") || undefined,
      pricing: pricingOf(fields, isFirst),
    }),
    own: chipFactors.some((name) => factors[name] !== 1) ? (factors as ChipFactors) : undefined,
  };
}
