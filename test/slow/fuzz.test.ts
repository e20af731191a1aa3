/**
 * Whatever a scenario says, it ends in a record whose figures are finite, or in problems that name their place: never in an
 * exception of another sort, never without end. Every seed that once failed is tried first; a failing one is printed.
 */
import { expect, test } from "vitest";
import { fileFailureOf } from "./fuzz-files.ts";
import { failureOf } from "./fuzz-outcome.ts";
import { plugInFailureOf } from "./fuzz-plug-ins.ts";
import { processFailureOf } from "./fuzz-processes.ts";
import { pastFileSeeds, pastPlugInSeeds, pastProcessSeeds, pastSeeds } from "./fuzz-seeds.ts";

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

test.each(pastPlugInSeeds)("plug-in %i, which failed once", (seed) => {
  expect(plugInFailureOf(seed)).toBeUndefined();
});

test("plug-ins of today: those of the project, that now and then give something else than they should", () => {
  const failures: string[] = [];
  const untilMs = performance.now() + Number(process.env.FUZZ_SECONDS ?? 8) * 1000;
  let seed = Number(process.env.FUZZ_FIRST ?? 1);
  for (; performance.now() < untilMs && failures.length < 5; seed++) {
    const failure = plugInFailureOf(seed);
    if (failure !== undefined) failures.push(`plug-in ${seed}: ${failure}`);
  }
  console.log(`fuzz: plug-ins up to ${seed - 1}`);
  expect(failures.join("\n")).toBe("");
}, 600_000);

test.each(pastProcessSeeds)("process %i, which failed once", (seed) => {
  expect(processFailureOf(seed)).toBeUndefined();
});

test("processes of today: commands, flags and files as a user might give them, each in a folder of its own", () => {
  const failures: string[] = [];
  const untilMs = performance.now() + Number(process.env.FUZZ_SECONDS ?? 8) * 1000;
  let seed = Number(process.env.FUZZ_FIRST ?? 1);
  for (; performance.now() < untilMs && failures.length < 5; seed++) {
    const failure = processFailureOf(seed);
    if (failure !== undefined) failures.push(`process ${seed}: ${failure}`);
  }
  console.log(`fuzz: processes up to ${seed - 1}`);
  expect(failures.join("\n")).toBe("");
}, 600_000);
