/** A search finds the same whoever simulates for it. Threads run the built program; `npm test` builds first. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { searchedOnThreads } from "../../src/cli/plan/search-threads.ts";
import { loadScenarios } from "../../src/cli/scenario-flags.ts";
import { schemaOf } from "../../src/cli/scenario-schema.ts";
import { runEntry } from "../../src/cli/simulations.ts";
import { threadFlags } from "../../src/cli/threads.ts";
import { varied } from "../../src/cli/variables.ts";
import type { Override } from "../../src/scenario/override.ts";
import { aimOf } from "../../src/study/plan/aim.ts";
import { plannedKind } from "../../src/study/plan/planned-kind.ts";
import { rehearsalOf } from "../../src/study/plan/rehearsal.ts";
import { type SimulatedQuestion, searchPlans, searchSteps } from "../../src/study/plan/search.ts";
import { readSpace } from "../../src/study/plan/space.ts";
import { temporaryFolder } from "../cli/trnsim.ts";

const chat = (duration: string) => `
model: llama-3.2-1b
cluster: { instance: inf2.xlarge }
workload:
  kind: inference
  arrivals: { kind: poisson, rate: 12/s }
  input: { kind: uniform, min: 64, max: 256 }
  output: { kind: uniform, min: 8, max: 32 }
  duration: ${duration}
objectives: { tpotP99: 13 ms, ttftP99: 1 s }
space: { cluster.count: 1..6, workload.parallelism.tensor: [1, 2], workload.batching.maxBatch: [1, 4, 16] }`;
const training = `
model: llama-3.1-8b
cluster: { instance: trn1.32xlarge }
workload: { kind: training, tokens: 10B, sequenceLength: 2048, globalBatch: 256 }
objectives: { timeToTrain: 8 d }
space: { cluster.count: [1, 2], workload.parallelism.tensor: [4, 8, 24], workload.parallelism.pipeline: [1, 2], workload.microBatch: [1], workload.recompute: [none, selective] }`;

test.each([
  { name: "inference", text: chat("5 s"), isShortened: false },
  { name: "inference", text: chat("30 min"), isShortened: true },
  { name: "training", text: training, isShortened: false },
])("on two threads as on one: $name, shortened: $isShortened", async ({ name, text, isShortened }) => {
  const file = join(temporaryFolder(), "searched.yaml");
  writeFileSync(file, `name: searched${text}`);
  const flags = { set: [], allowRead: [] };
  const { entries } = await loadScenarios([file], flags, catalog, { plans: false });
  const [entry] = entries as [(typeof entries)[number]];
  const kind = plannedKind(catalog.workloads, name);
  const schema = schemaOf(catalog);
  const onTop = rehearsalOf(entry.scenario, kind)?.overrides ?? [];
  expect(onTop.length > 0).toBe(isShortened);
  const whole = (overrides: readonly Override[]) =>
    runEntry(varied(entry, overrides, schema), catalog).summary;
  const question: SimulatedQuestion = {
    aim: aimOf(undefined, kind),
    bound: () => ({ usdPerHour: 1, countLeast: 1 }),
    simulate: (overrides) => whole([...overrides, ...onTop]),
  };
  const space = readSpace(entry.space, kind);
  const told = await searchedOnThreads(searchSteps(space, question), {
    threads: 2,
    patienceMs: 0,
    task: { file, flags: threadFlags(flags), scenario: "searched", variant: entry.variant },
    onTop,
    simulate: whole,
    console: { note: () => {}, progress: () => ({ update: () => {}, stop: () => {} }) },
  });
  expect(told.simulations).toBeGreaterThan(4);
  expect(JSON.stringify(told)).toBe(JSON.stringify(searchPlans(space, question)));
});
