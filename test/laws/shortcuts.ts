/** Shortcuts against the long way on whole small scenarios: folded links and groups against each for itself, jumps against every step. */
import fc from "fast-check";
import { expect } from "vitest";
import type { JobRecord } from "../../src/simulation/run-record.ts";
import { jobScenarios, seen } from "./job-scenarios.ts";

/** Holds `runs` random scenarios of one to three jobs to the records of the long way; returns how many of them could be run. */
export function expectLongWay(runs: number, seed: number): number {
  let compared = 0;
  const law = fc.property(jobScenarios, (scenario) => {
    const short = seen(scenario);
    if (short === undefined) return;
    compared++;
    const ways = [
      { folds: false, jumps: true },
      { folds: true, jumps: false },
    ];
    for (const shortcuts of ways) {
      const long = seen(scenario, shortcuts);
      expect(long?.record.status).toBe(short.record.status);
      for (const [index, job] of short.record.jobs.entries())
        expectSame(job, long?.record.jobs[index] as JobRecord);
    }
  });
  fc.assert(law, { numRuns: runs, seed });
  return compared;
}

/** Figures that tell which way was taken, and percentiles of gaps, which a sketch knows to 0.2 %. */
const aboutTheWay = ["stepsPlayed", "stepsJumped", "itl"];

function expectSame(short: JobRecord, long: JobRecord): void {
  const [a, b] = [short, long].map(({ result, slowdown }) => ({
    slowdown,
    inference: result?.inference,
    training: result?.training,
    own: result?.own,
    elapsedNs: result?.elapsedNs,
    tables: result?.tables.requests,
  }));
  expectClose(a, b, short.job.name);
}

/** Equal to 1e-9, whatever they are made of. */
function expectClose(a: unknown, b: unknown, path: string): void {
  if (typeof a === "number" && typeof b === "number" && Number.isFinite(a)) {
    const off = Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), 1e-3);
    expect(off, `${path}: ${a} and ${b}`).toBeLessThanOrEqual(1e-9);
  } else if (typeof a === "object" && a !== null && typeof b === "object" && b !== null) {
    expect(Object.keys(b), path).toEqual(Object.keys(a));
    for (const [key, value] of Object.entries(a)) {
      if (!aboutTheWay.includes(key))
        expectClose(value, (b as { [key: string]: unknown })[key], `${path}.${key}`);
    }
  } else if (typeof a !== "function") expect(b, path).toEqual(a);
}
