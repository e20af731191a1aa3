/**
 * Whatever a scenario says, it ends in a record whose figures are finite, or in problems that name their place: never in an
 * exception of another sort, never without end. Every seed that once failed is tried first; a failing one is printed.
 */
import { expect, test } from "vitest";
import { ScenarioError } from "../../src/base/errors.ts";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import { readScenarios } from "../../src/scenario/read-scenarios.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { summaryOf } from "../../src/simulation/summary.ts";
import { fuzzed } from "./fuzz.ts";
import { fileFailureOf } from "./fuzz-files.ts";
import { pastFileSeeds, pastSeeds } from "./fuzz-seeds.ts";

const noFile = () => {
  throw new ScenarioError([{ found: "a file", expected: "no file here" }]);
};
const schema = catalogSchema(catalog, noFile);
const simulation = simulationCatalog(catalog, noFile);

/** What is wrong with case `seed`: nothing, an odd exception, or a figure that is no number. */
function failureOf(seed: number): string | undefined {
  const text = JSON.stringify(fuzzed(seed), (_, value) =>
    typeof value === "number" && !Number.isFinite(value) ? `.${value}` : value,
  );
  const path = (each: string) => each;
  const start = performance.now();
  try {
    const entries = readScenarios(text, schema, { file: "fuzz.yaml", fromFile: path, fromCommandLine: path });
    for (const { scenario, resolved } of entries) {
      const record = simulate(scenario as unknown as Scenario, simulation, resolved);
      const summary = summaryOf(record, { file: "fuzz.yaml", variant: "base", hash: "", catalogHash: "" });
      const wrong = notFinite(summary, "summary");
      if (wrong !== undefined) return wrong;
    }
  } catch (error) {
    if (!(error instanceof ScenarioError)) return `${(error as Error).stack}`;
    const vague = error.problems.find(({ expected }) => !expected);
    if (vague !== undefined) return `a problem that expects nothing: ${JSON.stringify(vague)}`;
  }
  const seconds = (performance.now() - start) / 1000;
  return seconds > 20 ? `${seconds} s` : undefined;
}

function notFinite(value: unknown, path: string): string | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? undefined : `${path} is ${value}`;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, each] of Object.entries(value)) {
    const wrong = notFinite(each, `${path}.${key}`);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

test.each(pastSeeds)("case %i, which failed once", (seed) => {
  expect(failureOf(seed)).toBeUndefined();
});

test("cases of today, as many as twenty seconds take", () => {
  const first = Number(process.env.FUZZ_FIRST ?? 1);
  const untilMs = performance.now() + Number(process.env.FUZZ_SECONDS ?? 20) * 1000;
  let seed = first;
  const failures: string[] = [];
  for (; performance.now() < untilMs; seed++) {
    const failure = failureOf(seed);
    if (failure !== undefined) failures.push(`seed ${seed}: ${failure}`);
    if (failures.length >= Number(process.env.FUZZ_FAILURES ?? 1)) break;
  }
  console.log(`fuzz: cases ${first} to ${seed - 1}`);
  expect(failures.join("\n")).toBe("");
}, 600_000);

test.each(pastFileSeeds)("file %i, which failed once", (seed) => {
  expect(fileFailureOf(seed)).toBeUndefined();
});

test("files of today: traces, lists of jobs and config.json with bytes out of place", () => {
  const failures: string[] = [];
  const untilMs = performance.now() + Number(process.env.FUZZ_SECONDS ?? 8) * 1000;
  let seed = Number(process.env.FUZZ_FIRST ?? 1);
  for (; performance.now() < untilMs && failures.length < 5; seed++) {
    const failure = fileFailureOf(seed);
    if (failure !== undefined) failures.push(`file ${seed}: ${failure}`);
  }
  console.log(`fuzz: files up to ${seed - 1}`);
  expect(failures.join("\n")).toBe("");
}, 600_000);
