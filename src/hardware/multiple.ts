/**
 * Figures of derived hardware that are told as a multiple of the figure they replace: `memoryBandwidth: 2x`. Such a figure
 * stays a `Multiple` until the base is known.
 */
import { z } from "zod";
import { bandwidth, compute, frequency, power, type QuantityRange, size, time } from "../base/quantity.ts";

/** So many times the figure of the base. */
export class Multiple {
  readonly factor: number;

  constructor(factor: number) {
    this.factor = factor;
  }
}

/** Makers of schemas for the figures of hardware, whose outputs are of type `Value`. */
export interface Quantities<Value> {
  bandwidth(range?: QuantityRange): z.ZodType<Value, string | number>;
  compute(range?: QuantityRange): z.ZodType<Value, string | number>;
  frequency(range?: QuantityRange): z.ZodType<Value, string | number>;
  power(range?: QuantityRange): z.ZodType<Value, string | number>;
  size(range?: QuantityRange): z.ZodType<Value, string | number>;
  time(range?: QuantityRange): z.ZodType<Value, string | number>;
}

/** Figures with their units, as catalog files have them. */
export const plainQuantities: Quantities<number> = { bandwidth, compute, frequency, power, size, time };

const multiple = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*x\s*$/i;

/** What a figure may be beside a quantity. */
const orMultiple = ', or a multiple of the base such as "2x"';

type PlainMaker = (range?: QuantityRange) => z.ZodType<number, string | number>;

/** A schema that takes what the schemas of `maker` take, and multiples. */
function relative(maker: PlainMaker): Quantities<number | Multiple>["size"] {
  return (range) => {
    const plain = maker(range);
    const { description = "a quantity", pattern } = plain.meta() ?? {};
    const written = `(${pattern})|(${multiple.source.replaceAll("x", "[xX]")})`;
    return z
      .union([z.string(), z.number()], { error: `${description}${orMultiple}` })
      .transform((value, context): number | Multiple => {
        const factor = typeof value === "string" ? Number(multiple.exec(value)?.[1]) : Number.NaN;
        if (factor > 0) return new Multiple(factor);
        const parsed = plain.safeParse(value);
        if (parsed.success) return parsed.data;
        for (const issue of parsed.error.issues) {
          const expected = `${issue.message}${orMultiple}`;
          const { params } = issue as { params?: object };
          context.addIssue({
            code: "custom",
            message: expected,
            params: { ...params, expected },
            input: value,
          });
        }
        return z.NEVER;
      })
      .meta({ description: `${description}${orMultiple}`, type: "string", pattern: written });
  };
}

/** Figures with their units or as multiples, as scenarios have them. */
export const relativeQuantities: Quantities<number | Multiple> = {
  bandwidth: relative(bandwidth),
  compute: relative(compute),
  frequency: relative(frequency),
  power: relative(power),
  size: relative(size),
  time: relative(time),
};
