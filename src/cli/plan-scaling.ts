/** `trnsim plan FILE --budget`: which model to train for so many dollars or days, over the models of the scenario's `space`. */
import { type Problem, ScenarioError } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";
import { parseQuantity } from "../base/units.ts";
import type { Catalog } from "../catalog.ts";
import { activeParameters, parameterCount } from "../models/parameters.ts";
import type { Override } from "../scenario/override.ts";
import type { ScenarioEntry } from "../scenario/read-scenarios.ts";
import type { Scenario } from "../simulation/scenario.ts";
import { kindFigures } from "../study/kind-figures.ts";
import type { PlannedKind } from "../study/plan/planned-kind.ts";
import { readSpace } from "../study/plan/space.ts";
import {
  type Budget,
  type Candidate,
  computeOptimal,
  type Life,
  type ScalingReport,
} from "../study/scaling/compute-optimal.ts";
import { type ScalingLaw, scalingLaws } from "../study/scaling/scaling-law.ts";
import { gridPoints } from "../study/sweep/points.ts";
import type { PlanTraits } from "../workload/plan-traits.ts";
import type { WorkloadKind } from "../workload/workload.ts";
import type { Console } from "./console.ts";
import { schemaOf } from "./scenario-schema.ts";
import { runEntry } from "./simulations.ts";
import { varied } from "./variables.ts";

/** What the command line says of a budget. */
export interface ScalingFlags {
  budget?: string | undefined;
  lifeTokens?: string | undefined;
  lifeUtilization?: string | undefined;
  law?: string | undefined;
}

/** The question that `flags` ask; undefined where no budget is given. Throws a `ScenarioError` with all that is wrong. */
export function scalingQuestion(
  flags: ScalingFlags,
): { budget: Budget; life?: Life | undefined; law: ScalingLaw } | undefined {
  const problems: Problem[] = [];
  const { budget, lifeTokens, lifeUtilization, law } = flags;
  if (budget === undefined) {
    for (const [flag, value] of Object.entries({ lifeTokens, lifeUtilization, law })) {
      const path = `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
      if (value !== undefined) problems.push({ path, found: value, expected: "--budget beside it" });
    }
    if (problems.length > 0) throw new ScenarioError(problems);
    return undefined;
  }
  const spent = budgetOf(budget, problems);
  const life = lifeOf({ lifeTokens, lifeUtilization }, problems);
  const chosen = lawOf(law ?? "hoffmann-2022", problems);
  if (problems.length > 0 || chosen === undefined || spent === undefined) throw new ScenarioError(problems);
  return { budget: spent, life, law: chosen };
}

function budgetOf(text: string, problems: Problem[]): Budget | undefined {
  const usd = parseQuantity(text.replace(/^\$/, "").replace(/,/g, ""), "count");
  if (usd !== undefined && usd > 0) return { usd };
  const timeNs = parseQuantity(text, "time");
  if (timeNs !== undefined && timeNs > 0) return { seconds: timeNs / 1e9 };
  problems.push({
    path: "--budget",
    found: text,
    expected: "dollars such as $250,000 or 1M, or a time such as 30 d",
  });
  return undefined;
}

function lifeOf(
  { lifeTokens, lifeUtilization }: Pick<ScalingFlags, "lifeTokens" | "lifeUtilization">,
  problems: Problem[],
): Life | undefined {
  if (lifeTokens === undefined && lifeUtilization === undefined) return undefined;
  const tokens = parseQuantity(lifeTokens ?? "", "count");
  const utilization = parseQuantity(lifeUtilization ?? "", "fraction");
  if (tokens === undefined || !(tokens > 0)) {
    const expected = "tokens that are served over the model's life, such as 2T, beside --life-utilization";
    problems.push({ path: "--life-tokens", found: lifeTokens ?? "nothing", expected });
  }
  if (utilization === undefined || !(utilization > 0 && utilization <= 1)) {
    const expected = "the part of the peak at which they are, such as 20%, beside --life-tokens";
    problems.push({ path: "--life-utilization", found: lifeUtilization ?? "nothing", expected });
  }
  return { tokens: tokens ?? Number.NaN, utilization: utilization ?? Number.NaN };
}

function lawOf(text: string, problems: Problem[]): ScalingLaw | undefined {
  const named = scalingLaws.find(({ name }) => name === text);
  if (named !== undefined) return named;
  const numbers = text.split(",").map(Number);
  const [irreducible, a, b, alpha, beta] = numbers;
  const isLaw = numbers.length === 5 && numbers.every((value) => Number.isFinite(value) && value >= 0);
  if (isLaw && alpha && beta && a && b && irreducible !== undefined) {
    return {
      name: "own",
      source: "the command line",
      irreducible,
      parameters: { factor: a, exponent: alpha },
      tokens: { factor: b, exponent: beta },
    };
  }
  const names = scalingLaws.map(({ name }) => name);
  const hint = nearest(text, names);
  problems.push({
    path: "--law",
    found: text,
    expected: `${names.join(", ")}, or E,A,B,alpha,beta`,
    ...(hint !== undefined && { nearest: hint }),
  });
  return undefined;
}

/** A kind of workload that learns from tokens. */
type LearningKind = PlannedKind & { plans: Required<Pick<PlanTraits, "tokensLearned">> };

const learns = (kind: WorkloadKind): kind is LearningKind => kind.plans?.tokensLearned !== undefined;

/** Simulates every model of `entry`'s space in every other setting of it, and trains the best of each for the budget. */
export function scalingPlan(
  entry: ScenarioEntry<Scenario>,
  question: NonNullable<ReturnType<typeof scalingQuestion>>,
  { catalog, console }: { catalog: Catalog; console: Console },
): ScalingReport {
  const problem = (path: string, found: string, expected: string) =>
    new ScenarioError([{ file: entry.file, path, found, expected }]);
  const name = entry.scenario.workload?.kind;
  const learners = catalog.workloads.filter(learns);
  const kind = learners.find((each) => each.name === name);
  if (kind === undefined) {
    const names = learners.map((each) => each.name).join(" or ");
    throw problem("workload.kind", name ?? "jobs", `${names}, for --budget`);
  }
  const { model: models, ...settings } = entry.space;
  if (!Array.isArray(models) || models.length === 0) {
    throw problem("space.model", JSON.stringify(models) ?? "nothing", "a list of models, for --budget");
  }
  // Only what is written varies: defaults of a search for a plan would be hundreds of simulations a model.
  const written = new Set(Object.keys(settings));
  const { axes, counts } = readSpace(settings, kind);
  const ownAxes = axes.filter(({ path }) => written.has(path.join(".")));
  const countAxis = written.has("cluster.count") ? [{ path: ["cluster", "count"], values: [...counts] }] : [];
  const points = gridPoints({ axes: [...ownAxes, ...countAxis], zipped: [] });
  const schema = schemaOf(catalog);
  const bar = console.progress(models.length * points.length, "simulations");
  const candidates: Candidate[] = [];
  const leftOut: { model: string; why: string }[] = [];
  let done = 0;
  for (const model of models) {
    let best: Candidate | undefined;
    let why = "";
    for (const point of points) {
      const overrides = [{ path: ["model"], value: model }, ...point];
      const found = candidateOf(entry, { name: nameOf(model), overrides, schema, catalog, kind });
      bar.update(++done);
      if (typeof found === "string") why = found;
      else if (best === undefined || isCheaper(found, best, question.budget)) best = found;
    }
    if (best) candidates.push(best);
    else leftOut.push({ model: nameOf(model), why });
  }
  bar.stop();
  return computeOptimal(entry.scenario.name, candidates, question, leftOut);
}

/** More tokens for a dollar, or in a time. */
function isCheaper(one: Candidate, other: Candidate, budget: Budget): boolean {
  const worth = ({ tokensPerSecond, usdPerHour }: Candidate) =>
    "usd" in budget ? tokensPerSecond / (usdPerHour ?? Number.POSITIVE_INFINITY) : tokensPerSecond;
  return worth(one) > worth(other);
}

const nameOf = (model: unknown) => (typeof model === "string" ? model : JSON.stringify(model));

function candidateOf(
  entry: ScenarioEntry<Scenario>,
  {
    name,
    overrides,
    schema,
    catalog,
    kind,
  }: {
    name: string;
    overrides: readonly Override[];
    schema: ReturnType<typeof schemaOf>;
    catalog: Catalog;
    kind: LearningKind;
  },
): Candidate | string {
  try {
    const changed = varied(entry, overrides, schema);
    const { model, cluster } = changed.scenario;
    if (model === undefined) return "no model";
    if (activeParameters(model) < parameterCount(model))
      return "a mixture of experts: the law is one of dense models";
    const { summary } = runEntry(changed, catalog);
    const metrics = kindFigures(summary, kind.name);
    if (metrics === undefined) return summary.reason ?? summary.status;
    const tokensPerSecond = kind.plans.tokensLearned(metrics);
    if (tokensPerSecond === undefined) return "the law is one of tokens";
    return {
      model: name,
      parameters: parameterCount(model),
      set: overrides.slice(1).map(({ path, value }) => `${path.join(".")}=${String(value)}`),
      tokensPerSecond,
      usdPerHour: summary.cost.usd_per_hour,
      peakFlops: (cluster.instance.chip.peaks.bf16 ?? 0) * 1e9 * summary.cluster.chips,
    };
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems.map(({ expected }) => expected).join("; ");
    throw error;
  }
}
