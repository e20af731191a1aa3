/**
 * Which model to train for a budget: each is trained at the rate that the simulation gives it on this hardware, for as many
 * tokens as the budget lasts, and the law says what loss that leaves. What serving it over its life costs on the same hardware,
 *
 *     2 x parameters x tokens of its life / (utilization x peak),
 *
 * is taken off a budget of dollars first, so that a longer life prefers smaller models. Schema `trnsim.scaling/1`.
 */
import { lossOf, optimumFor, type ScalingLaw } from "./scaling-law.ts";

/** What a model does on the hardware, at its best setting. */
export interface Candidate {
  model: string;
  parameters: number;
  set: readonly string[];
  /** Tokens trained on a second, losses to failures and checkpoints off. */
  tokensPerSecond: number;
  usdPerHour: number | null;
  /** Dense peak of the whole cluster in the type that it computes in, flops a second. */
  peakFlops: number;
}

/** Dollars, or a time, to be spent. */
export type Budget = { usd: number } | { seconds: number };

/** Tokens that are served over a model's life, and the part of the peak at which they are. */
export interface Life {
  tokens: number;
  utilization: number;
}

/** A candidate trained for the budget. */
export interface ScalingRow {
  model: string;
  parameters: number;
  set: readonly string[];
  tokens: number;
  tokens_per_parameter: number;
  days: number;
  usd: number | null;
  life_usd: number | null;
  loss: number;
}

/** The answer. */
export interface ScalingReport {
  schema: "trnsim.scaling/1";
  scenario: string;
  budget: { usd: number | null; days: number | null };
  life: Life | null;
  law: ScalingLaw;
  /** Least loss first. */
  rows: readonly ScalingRow[];
  /** Of models that cannot be had, with why. */
  left_out: readonly { model: string; why: string }[];
  /** What the law alone takes best for the training flops of the best row. */
  law_optimum: { parameters: number; tokens: number } | null;
}

const hour = 3600;
const day = 24 * hour;

/** Trains each of `candidates` for `budget`. */
export function computeOptimal(
  scenario: string,
  candidates: readonly Candidate[],
  { budget, life, law }: { budget: Budget; life?: Life | undefined; law: ScalingLaw },
  leftOut: readonly { model: string; why: string }[] = [],
): ScalingReport {
  const why = [...leftOut];
  const rows: ScalingRow[] = [];
  for (const candidate of candidates) {
    const row = trained(candidate, { budget, life, law });
    if (typeof row === "string") why.push({ model: candidate.model, why: row });
    else rows.push(row);
  }
  rows.sort((a, b) => a.loss - b.loss);
  const [best] = rows;
  return {
    schema: "trnsim.scaling/1",
    scenario,
    budget: {
      usd: "usd" in budget ? budget.usd : null,
      days: "seconds" in budget ? budget.seconds / day : null,
    },
    life: life ?? null,
    law,
    rows,
    left_out: why,
    law_optimum: best ? optimumFor(law, 6 * best.parameters * best.tokens) : null,
  };
}

/** The row of a candidate, or why it has none. */
function trained(
  { model, parameters, set, tokensPerSecond, usdPerHour, peakFlops }: Candidate,
  { budget, life, law }: { budget: Budget; life?: Life | undefined; law: ScalingLaw },
): ScalingRow | string {
  const usdPerSecond = usdPerHour === null ? null : usdPerHour / hour;
  const lifeSeconds = life ? (2 * parameters * life.tokens) / (life.utilization * peakFlops) : 0;
  const lifeUsd = usdPerSecond === null ? null : usdPerSecond * lifeSeconds;
  if ("usd" in budget && (usdPerSecond === null || lifeUsd === null)) return "its hardware has no price";
  const seconds =
    "seconds" in budget ? budget.seconds : (budget.usd - (lifeUsd ?? 0)) / (usdPerSecond ?? Number.NaN);
  if (!(seconds > 0)) return "serving it over its life takes the whole budget";
  const tokens = tokensPerSecond * seconds;
  return {
    model,
    parameters,
    set,
    tokens,
    tokens_per_parameter: tokens / parameters,
    days: seconds / day,
    usd: usdPerSecond === null ? null : usdPerSecond * seconds,
    life_usd: life ? lifeUsd : null,
    loss: lossOf(law, parameters, tokens),
  };
}
