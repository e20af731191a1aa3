/**
 * Whether runs differ by their hardware or by what was chosen for it. Where the scenario leaves a key open and runs settle it
 * differently, each later run is simulated once more with what the first chose. A metric in which a run beats the first as
 * chosen and not when held, or the other way round, owes its verdict to the choice.
 */

import { ScenarioError } from "../base/errors.ts";
import { metricText } from "../base/metric-text.ts";
import { runName } from "../base/run-name.ts";
import { significant } from "../base/units.ts";
import type { Override } from "../scenario/override.ts";
import type { Summary } from "../simulation/summary.ts";
import { type ComparisonGroup, type ComparisonRow, compareRuns, settledAs } from "./comparison.ts";

/** A run as it would be with the choices of the first. */
export interface HeldRun {
  choices: { key: string; value: string | number }[];
  /** `refused` where the run's hardware does not allow them. */
  status: Summary["status"] | "refused";
  /** Why it did not complete; null where it did. */
  why: string | null;
  /** In the order of the group's rows; null where it does not give one. */
  values: (number | null)[];
}

/** A group whose later runs were held, where their choices differ; null where they do not. */
export type HeldGroup = ComparisonGroup & { held: (HeldRun | null)[] };

/** Ratios this close to 1 are a draw. */
const draw = 0.01;

/**
 * `group` with each later run under the choices of the first; `simulate` simulates a run with overrides on top, `isOpen` tells
 * whether its scenario says nothing at a key.
 */
export function holdChoices(
  group: ComparisonGroup,
  simulate: (run: Summary, overrides: readonly Override[]) => Summary,
  isOpen: (run: Summary, key: string) => boolean = () => false,
): HeldGroup {
  const [first] = group.runs;
  const held = group.runs.map((run, index): HeldRun | null => {
    // What ended otherwise has no verdict to turn.
    if (first === undefined || index === 0 || run.status !== "completed") return null;
    const choices = choicesToHold(first, run, isOpen);
    if (choices.length === 0) return null;
    const overrides = choices.map(({ key, value }) => ({ path: key.split("."), value }));
    const summary = allowed(() => simulate(run, overrides));
    if (summary instanceof ScenarioError) {
      const why = summary.problems.map(({ expected }) => `expected ${expected}`).join("; ");
      return { choices, status: "refused", why, values: group.rows.map(() => null) };
    }
    const rows = compareRuns([[first], [summary]]).flatMap((each) => each.rows);
    const heldValue = ({ name }: ComparisonRow) => rows.find((row) => row.name === name)?.values[1] ?? null;
    const why = summary.status === "completed" ? null : (summary.reason ?? null);
    return { choices, status: summary.status, why, values: group.rows.map(heldValue) };
  });
  const warnings = held.flatMap((run, index) => (run === null ? [] : verdictsOfChoice(group, run, index)));
  return { ...group, held, warnings: [...group.warnings, ...warnings] };
}

/**
 * What both left open and settled differently, but for what follows from the hardware. A run need not list what it has where
 * nothing else was needed, such as one stage.
 */
function choicesToHold(
  first: Summary,
  run: Summary,
  isOpen: (run: Summary, key: string) => boolean,
): HeldRun["choices"] {
  const listed = [...first.choices, ...run.choices];
  const following = new Set(listed.filter(({ follows }) => follows === true).map(({ key }) => key));
  const keys = [...new Set(listed.map(({ key }) => key))].filter(
    (key) => key.startsWith("workload.") && !following.has(key),
  );
  const settled = (of: Summary, key: string) =>
    of.choices.find((choice) => choice.key === key)?.value ?? (isOpen(of, key) ? settledAs(of, key) : null);
  return keys.flatMap((key) => {
    const [value, other] = [settled(first, key), settled(run, key)];
    return value === null || other === null || value === other ? [] : [{ key, value }];
  });
}

function allowed(simulate: () => Summary): Summary | ScenarioError {
  try {
    return simulate();
  } catch (error) {
    if (error instanceof ScenarioError) return error;
    throw error;
  }
}

/** A line for the first headline metric whose verdict turns when the choices are held. */
function verdictsOfChoice({ rows, runs }: ComparisonGroup, held: HeldRun, index: number): string[] {
  const [first, run] = [runs[0] as Summary, runs[index] as Summary];
  const kept = held.choices.map(({ key, value }) => `${key} ${value}`).join(", ");
  for (const [position, row] of rows.entries()) {
    const [base, chosen, other] = [row.values[0], row.values[index], held.values[position]];
    if (row.better === null || !base || chosen === null || chosen === undefined) continue;
    if (other === null || other === undefined || sign(chosen / base) === sign(other / base)) continue;
    const ratio = (value: number) => `${metricText(value, row.unit)}, ${significant(value / base)}x`;
    return [
      `${runName(run)}: that ${row.title} is ${ratio(chosen)} of ${runName(first)}, comes from what was chosen: with ${kept}, as there, it is ${ratio(other)}`,
    ];
  }
  return [];
}

/** -1, 0 or 1: below, at, above 1. */
function sign(ratio: number): number {
  return Math.abs(ratio - 1) <= draw ? 0 : Math.sign(ratio - 1);
}
