/** What a timeline is told of shared resources, batches and queues. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import { TimelineRecorder } from "../../src/metrics/timeline-recorder.ts";
import { traceEventsText } from "../../src/report/trace-events.ts";
import { readScenarios } from "../../src/scenario/read-scenarios.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";

const noFile = () => {
  throw new Error("no file is read here");
};

interface Counter {
  name: string;
  ts: number;
  args: { value: number };
}

/** Counters of the first variant of a scenario. */
function counters(text: string): Counter[] {
  const path = (each: string) => each;
  const [entry] = readScenarios(text, catalogSchema(catalog, noFile), {
    file: "counters.yaml",
    fromFile: path,
    fromCommandLine: path,
  });
  const { scenario, resolved } = entry as { scenario: unknown; resolved: unknown };
  const timeline = new TimelineRecorder();
  simulate(scenario as Scenario, { ...simulationCatalog(catalog, noFile), timeline }, resolved);
  const { traceEvents } = JSON.parse(traceEventsText(timeline, "counters"));
  return traceEvents.filter(({ ph }: { ph: string }) => ph === "C");
}

test("links of several jobs are told by their ends, from idle to full and never more, batches and queues beside them", () => {
  const all = counters(readFileSync("scenarios/shared-leaf.yaml", "utf8"));
  const links = all.filter(({ name }) => name.includes(" > "));
  const values = links.map(({ args }) => args.value);
  expect(Math.max(...values)).toBeGreaterThan(0.99);
  expect(Math.max(...values)).toBeLessThanOrEqual(1 + 1e-9);
  expect(Math.min(...values)).toBe(0);
  expect(links.some(({ name }) => /^chip \d+ > switch or network card$/.test(name))).toBe(true);
});

test("a queue that one replica works off is told from its longest to none", () => {
  const all = counters(`name: queue
cluster: { instance: g5.xlarge }
model: llama-3.2-1b
workload:
  kind: inference
  arrivals: { kind: batch, size: 20 }
  input: { kind: constant, tokens: 100 }
  output: { kind: constant, tokens: 10 }
  batching: { kind: continuous, maxBatch: 4 }
`);
  const of = (what: string) => all.filter(({ name }) => name === what).map(({ args }) => args.value);
  expect(Math.max(...of("queued"))).toBeGreaterThanOrEqual(16);
  expect(of("queued").at(-1)).toBe(0);
  expect(Math.max(...of("requests running"))).toBe(4);
});
