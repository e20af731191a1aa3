/**
 * Whatever a scenario says, it ends in a record whose figures are finite, or in problems that name their place: never in an
 * exception of another sort, never without end; so do files, traces that are played, networks, plug-ins, and commands within this process and as processes. Every
 * seed that once failed is tried first; those that fail are printed. `FUZZ_FIRST` is the first seed, `FUZZ_SECONDS` how long each kind takes.
 */
import { describe, expect, test } from "vitest";
import { laterSeeds } from "./fuzz.ts";
import { fileFailureOf } from "./fuzz-files.ts";
import { networkFailureOf } from "./fuzz-networks.ts";
import { failureOf } from "./fuzz-outcome.ts";
import { laterPlugInSeeds, plugInFailureOf } from "./fuzz-plug-ins.ts";
import { commandFailureOf, processFailureOf } from "./fuzz-processes.ts";
import {
  pastComposedSeeds,
  pastFileSeeds,
  pastMeddlingSeeds,
  pastNetworkSeeds,
  pastPlugInSeeds,
  pastProcessSeeds,
  pastSeeds,
} from "./fuzz-seeds.ts";
import { traceFailureOf } from "./fuzz-traces.ts";

const first = Number(process.env.FUZZ_FIRST ?? 1);
const { FUZZ_SECONDS } = process.env;

describe.each([
  { kind: "scenarios", past: pastSeeds, wrongWith: failureOf, seconds: 14 },
  {
    kind: "scenarios made of others",
    past: pastComposedSeeds,
    wrongWith: (seed: number) => failureOf(laterSeeds + seed),
    seconds: 8,
  },
  { kind: "files", past: pastFileSeeds, wrongWith: fileFailureOf, seconds: 5 },
  { kind: "traces that are played", past: [], wrongWith: traceFailureOf, seconds: 4 },
  { kind: "networks", past: pastNetworkSeeds, wrongWith: networkFailureOf, seconds: 5 },
  { kind: "plug-ins", past: pastPlugInSeeds, wrongWith: plugInFailureOf, seconds: 8 },
  {
    kind: "plug-ins that meddle",
    past: pastMeddlingSeeds,
    wrongWith: (seed: number) => plugInFailureOf(laterPlugInSeeds + seed),
    seconds: 8,
  },
  { kind: "commands", past: pastProcessSeeds, wrongWith: commandFailureOf, seconds: 8 },
  { kind: "processes", past: pastProcessSeeds, wrongWith: processFailureOf, seconds: 8 },
])("$kind", ({ kind, past, wrongWith, seconds }) => {
  test.each(past)("%i, which failed once", async (seed) => {
    expect(await wrongWith(seed)).toBeUndefined();
  });

  test(`${kind} of today, as many as the time allows`, async () => {
    const untilMs = performance.now() + Number(FUZZ_SECONDS ?? seconds) * 1000;
    const failures: string[] = [];
    let seed = first;
    for (; performance.now() < untilMs && failures.length < 5; seed++) {
      const failure = await wrongWith(seed);
      if (failure !== undefined) failures.push(`${seed}: ${failure}`);
    }
    console.log(`fuzz: ${kind} ${first} to ${seed - 1}`);
    expect(failures.join("\n")).toBe("");
  }, 900_000);
});
