/** Weights and work that dense layers and experts share: feed-forward networks of two matrices, or three where gated. */
import { power } from "../../base/power.ts";
import type { Weight, WeightFamily } from "../layer/weight.ts";
import { vector } from "../layer/weight.ts";
import type { Matmul, Operator } from "./operator.ts";

/** `count` equal feed-forward networks of inner width `columns`. */
interface NetworkSize {
  hidden: number;
  columns: number;
  count: number;
}

/** Weights of feed-forward networks; of `count`, one token passes through `active`. */
export function feedForwardWeights(
  family: WeightFamily,
  prefix: string,
  { gated, biases }: { gated: boolean; biases: boolean },
  { hidden, columns, count, active }: NetworkSize & { active?: number },
): Weight[] {
  const inner = gated ? 2 * columns : columns;
  const each = { family, count, active };
  return [
    {
      ...each,
      name: `${prefix}${gated ? "gate-up" : "up"} projection`,
      rows: hidden,
      columns: inner,
      isMatrix: true,
      ...(gated
        ? {
            pieces: [
              { name: `${prefix}gate`, columns },
              { name: `${prefix}up`, columns },
            ],
          }
        : {}),
    },
    { ...each, name: `${prefix}down projection`, rows: columns, columns: hidden, isMatrix: true },
    ...vector(family, `${prefix}biases`, biases ? inner + hidden : 0).map((bias) => ({ ...bias, ...each })),
  ];
}

/** Work of feed-forward networks on `tokens` tokens each. */
export function feedForwardOperators(
  family: WeightFamily,
  prefix: string,
  { gated }: { gated: boolean },
  { hidden, tokens, columns, count, routed }: NetworkSize & { tokens: number } & Pick<Matmul, "routed">,
): Operator[] {
  const inner = gated ? 2 * columns : columns;
  const matmul = {
    kind: "matmul",
    m: tokens,
    count,
    weights: true,
    family,
    ...(routed && { routed }),
  } as const;
  return [
    { ...matmul, name: `${prefix}${gated ? "gate-up" : "up"} projection`, k: hidden, n: inner },
    {
      kind: "vector",
      name: `${prefix}activation`,
      elements: tokens * columns * count,
      // SiLU and the product with the gate, or GELU.
      flopsPerElement: gated ? 6 : 8,
      transfersPerElement: gated ? 3 : 2,
    },
    { ...matmul, name: `${prefix}down projection`, k: columns, n: hidden },
  ];
}

/**
 * How uneven the popularity of experts is: shape a of the gamma distribution that it follows, whose coefficient of variation
 * is 1 / sqrt(a). Load tests of DeepSeek-V3 on SGLang, Qwen3-235B on TensorRT-LLM and gpt-oss-120b on vLLM all show it: between
 * few sequences and so many that every expert is chosen, their tokens take up to 13 % less than with even popularity (a
 * without end), by the experts that nobody chose.
 */
const popularityShape = 1;

/**
 * Expected number of the `held` experts that `tokens` tokens touch. One token touches k of N. An expert of popularity w is
 * left out by T tokens with probability e^(-T g w), and over popularities spread by a gamma distribution of shape a
 *
 *     left out = (1 + g T) ^ -a,    g such that one token leaves out 1 - k / N
 *
 * of them, which with even popularity, a without end, is (1 - k / N) ^ T.
 */
export function distinctExperts(
  experts: { count: number; active: number },
  tokens: number,
  held = experts.count,
): number {
  const leftOut = 1 - experts.active / experts.count;
  if (leftOut <= 0) return held;
  const growth = power(leftOut, -1 / popularityShape) - 1;
  return held * (1 - power(1 + growth * tokens, -popularityShape));
}
