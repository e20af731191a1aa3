/** A question answered by the core: one answer for each hardware, and for the chip of one's own. No page, no worker. */

import { stringify } from "yaml";
import { elementAt } from "../base/element-at.ts";
import { formatProblem, type Problem, ScenarioError } from "../base/errors.ts";
import { named } from "../base/named-list.ts";
import { type Catalog, catalogSchema, simulationCatalog } from "../catalog.ts";
import type { Instance } from "../hardware/instance.ts";
import { readScenarios } from "../scenario/read-scenarios.ts";
import { situationOf } from "../simulation/run-situation.ts";
import type { Scenario } from "../simulation/scenario.ts";
import { simulate } from "../simulation/simulate.ts";
import { type Summary, summaryOf } from "../simulation/summary.ts";
import { type EstimateQuestion, estimateFile, estimateWith } from "../study/quick-estimate.ts";
import type { Situation } from "../timing/situation.ts";
import { derivedInstance, ownChipText } from "./own-chip.ts";
import { questionOf } from "./question.ts";

/** One thing that is asked, beside others. */
export interface Column {
  /** The instance, or that it is one's own. */
  name: string;
  /** What one's own chip is. */
  detail: string | null;
  question: EstimateQuestion;
  /** The catalog's instance that it is, or is derived from. */
  base: Instance;
}

/** What came out. */
export interface Answer extends Pick<Column, "name" | "detail"> {
  /** The summary that `estimate --json` prints; null where the question is wrong. */
  summary: Summary | null;
  /** The scenario that `run` takes. */
  yaml: string | null;
  /** What is wrong with the question. */
  problems: readonly string[];
  /** What would fit, where this does not; null while nobody has looked. */
  nearest: readonly string[] | null;
  /** What it was simulated for, to be held against measurements; null where nothing was, or nothing is measured so. */
  situation: Situation | null;
}

/** Runs scenarios as a file would write them. */
export type Simulate = ReturnType<typeof simulator>["run"];

/** Files by name that scenarios may read: what was dropped on the page. */
export type DroppedFiles = ReadonlyMap<string, string>;

/** What simulates with `catalog`, whose hash may be known; of files only those that were dropped can be read. */
export function simulator(catalog: Catalog, files: DroppedFiles = new Map(), knownHash?: string) {
  const readText = (path: string): string => {
    const text = files.get(path.replace(/^.*\//, ""));
    if (text === undefined) {
      throw new ScenarioError([
        { found: path, expected: "a scenario that names no files but what is dropped" },
      ]);
    }
    return text;
  };
  const schema = catalogSchema(catalog, readText);
  const parts = simulationCatalog(catalog, readText);
  const same = (path: string) => path;
  const read = (text: string, file: string) =>
    readScenarios(text, schema, { file, fromFile: same, fromCommandLine: same });
  const play = ({ scenario, resolved, variant, hash }: ReturnType<typeof read>[number], file: string) => {
    const record = simulate(scenario as unknown as Scenario, parts, resolved);
    const identity = { file, variant, hash, catalogHash: knownHash ?? catalog.hash };
    return { record, summary: summaryOf(record, identity) };
  };
  return {
    /** Runs a scenario as a file would write it. */
    run(written: object) {
      return play(elementAt(read(JSON.stringify(written), estimateFile), 0), estimateFile);
    },
    /** Runs every scenario and variant of a file, as `run` would: an answer as each is done. */
    *open(text: string, file: string): Generator<Answer> {
      for (const entry of read(text, file)) {
        if (entry.scenario.plugins.length > 0) {
          throw new ScenarioError([
            { file, path: "plugins", expected: "none: the page runs no code of others" },
          ]);
        }
        const { record, summary } = play(entry, file);
        const name = entry.variant === "base" ? summary.scenario.name : entry.variant;
        const detail = `${summary.cluster.instances} x ${summary.cluster.instance}`;
        const yaml = stringify(entry.resolved);
        yield { name, detail, summary, yaml, problems: [], nearest: null, situation: situationOf(record) };
      }
    },
  };
}

/** What `text` asks, hardware by hardware; one's own chip comes last. */
export function columnsOf(text: string, { instances }: Pick<Catalog, "instances">): Column[] {
  const { hardware, of, own } = questionOf(text);
  const columns = hardware.flatMap((name): Column[] => {
    const base = named(instances, name);
    return base ? [{ name, detail: null, question: of(name, name === hardware[0]), base }] : [];
  });
  const first = named(instances, hardware[0]);
  if (own === undefined || first === undefined) return columns;
  const question = of(derivedInstance(first, own), true);
  const detail = ownChipText(first, own);
  return [...columns, { name: `your own ${first.name}`, detail, question, base: first }];
}

/** The answer to one column. */
export function answerOf({ name, detail, question }: Column, run: Simulate): Answer {
  try {
    const { written, run: last } = estimateWith(question, run);
    const { record, summary } = last;
    const yaml = stringify(written);
    return { name, detail, summary, yaml, problems: [], nearest: null, situation: situationOf(record) };
  } catch (error) {
    return refusal(name, detail, error);
  }
}

/** The answer to what is wrong. */
export function refusal(name: string, detail: string | null, error: unknown): Answer {
  if (!(error instanceof ScenarioError)) throw error;
  return {
    name,
    detail,
    summary: null,
    yaml: null,
    problems: error.problems.map(problemText),
    nearest: null,
    situation: null,
  };
}

/** What `act` gives; undefined where the scenario cannot be. */
export function attempt<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof ScenarioError) return undefined;
    throw error;
  }
}

/** A problem without the place in a file that nobody wrote. */
function problemText({ file: _, line: __, column: ___, ...problem }: Problem): string {
  return formatProblem(problem);
}
