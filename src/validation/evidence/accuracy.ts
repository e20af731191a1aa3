/**
 * Accuracy as it is kept from release to release: the scores of everything that is shipped and of models left out, and what
 * changed since they were last accepted.
 */
import { z } from "zod";
import { ScenarioError } from "../../base/errors.ts";
import { version } from "../../base/version.ts";
import type { Validation } from "../validate.ts";
import type { LeftOutRow } from "./left-out-rows.ts";

const score = z.strictObject({
  /** `vllm tpot_ms, models left out`; `decode tpot_p50_ms`. */
  name: z.string(),
  n: z.number(),
  median: z.number(),
  mean: z.number(),
  /** Share inside of the bands. */
  inside: z.number(),
});

const accuracySchema = z.strictObject({
  schema: z.literal("trnsim.accuracy/1"),
  version: z.string(),
  scores: z.array(score),
});

/** Scores of one release; absolute errors and shares, fractions. */
export type Accuracy = z.output<typeof accuracySchema>;

export type AccuracyScore = Accuracy["scores"][number];

/** A score then and now; one of them is absent where it came or went. */
export interface AccuracyChange {
  name: string;
  before?: AccuracyScore | undefined;
  now?: AccuracyScore | undefined;
}

/** Digits that are kept: more would change with every rounding. */
const digits = 4;

/** Scores of `validation`, and of `leftOut` models. */
export function accuracyOf({ totals }: Validation, leftOut: readonly LeftOutRow[]): Accuracy {
  const short = (value: number) => Number(value.toPrecision(digits));
  const scores = [
    ...leftOut.map(({ profile, metric, rows, medianError, meanError, inside }) => ({
      name: `${profile} ${metric}, models left out`,
      n: rows,
      median: short(medianError),
      mean: short(meanError),
      inside: short(inside),
    })),
    ...totals.map(({ kind, metric, n, median_ape, mape, inside_band }) => ({
      name: `${kind} ${metric}`,
      n,
      median: short(median_ape),
      mean: short(mape),
      inside: short(inside_band),
    })),
  ];
  return { schema: "trnsim.accuracy/1", version, scores };
}

/** Accepted scores from the text of `file`. Throws a `ScenarioError` where it holds none. */
export function readAccuracy(text: string, file: string): Accuracy {
  const wrong = (found: string) =>
    new ScenarioError([{ file, found, expected: "scores that validate --baseline FILE --update wrote" }]);
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch {
    throw wrong("text that is no JSON");
  }
  const parsed = accuracySchema.safeParse(written);
  if (!parsed.success) throw wrong(`no ${parsed.error.issues[0]?.path.join(".") || "scores"} of that form`);
  return parsed.data;
}

/** What is not as it was, in the order of today's scores, then what went. */
export function accuracyChanges(before: Accuracy, now: Accuracy): AccuracyChange[] {
  const find = ({ scores }: Accuracy, name: string) => scores.find((each) => each.name === name);
  const kept = now.scores.map((score) => ({
    name: score.name,
    before: find(before, score.name),
    now: score,
  }));
  const gone = before.scores.filter(({ name }) => find(now, name) === undefined);
  return [
    ...kept.filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.now)),
    ...gone.map((score) => ({ name: score.name, before: score })),
  ];
}
