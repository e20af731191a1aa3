/** Figures by class, turn of a conversation, pool and region. */
import { expect, test } from "vitest";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import { groupings } from "../../src/metrics/inference-metrics.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { summaryOf } from "../../src/simulation/summary.ts";

const schema = catalogSchema(catalog, () => "");
const lengths = { input: { kind: "constant", tokens: 512 }, output: { kind: "constant", tokens: 32 } };

/** What a minute of a few requests a second on one g6e.48xlarge gives. */
function served(workload: object) {
  const scenario = schema.parse({
    name: "groups",
    cluster: { instance: "g6e.48xlarge" },
    model: "llama-3.1-8b",
    workload: {
      kind: "inference",
      arrivals: { kind: "poisson", rate: "4/s" },
      ...lengths,
      parallelism: { tensor: 2, replicas: 2 },
      duration: "60 s",
      ...workload,
    },
  }) as unknown as Scenario;
  const record = simulate(
    scenario,
    simulationCatalog(catalog, () => ""),
  );
  const identity = { file: "a.yaml", variant: "base", hash: "", catalogHash: "" };
  const { inference, warnings } = summaryOf(record, identity);
  if (inference === undefined) throw new Error("nothing was served");
  return { inference, warnings, rows: [...(record.result?.tables?.requests?.rows ?? [])] };
}

const conversation = { turns: { kind: "constant", tokens: 3 }, think: "2 s" };
const pool = { name: "other", instance: "g6e.xlarge", count: 2, tensor: 1 };

test("every request stands in one group of each grouping, answered or not", () => {
  const { inference } = served({
    conversation,
    classes: [
      { ...lengths, name: "short", share: 3 },
      { name: "long", share: 1, input: { kind: "constant", tokens: 6000 }, output: lengths.output },
    ],
    input: undefined,
    output: undefined,
    pools: [pool],
    timeout: { total: "700 ms" },
  });
  expect(inference.failed).toBeGreaterThan(0);
  expect(inference.completed).toBeGreaterThan(0);
  for (const grouping of groupings.filter((each) => inference[each] !== undefined)) {
    const sum = (of: "completed" | "failed") =>
      (inference[grouping] ?? []).reduce((total, group) => total + group[of], 0);
    expect([grouping, sum("completed"), sum("failed")]).toEqual([
      grouping,
      inference.completed,
      inference.failed,
    ]);
  }
  expect(Object.keys(inference)).toEqual(expect.arrayContaining(["classes", "turns", "pools"]));
});

test("later turns carry what was said before: three turns, as many of each, the third after the longest prompt", () => {
  const { inference } = served({ conversation, duration: undefined, requests: 300 });
  const turns = inference.turns ?? [];
  expect(turns.map(({ name }) => name)).toEqual(["1", "2", "3"]);
  expect(turns[0]?.completed).toBeGreaterThanOrEqual(turns[2]?.completed ?? 0);
  const medians = turns.map(({ median_ttft_ms }) => median_ttft_ms as number);
  expect(medians).toEqual([...medians].sort((a, b) => a - b));
});

test("requests that are all alike are not divided", () => {
  const { inference } = served({ conversation: { ...conversation, turns: { kind: "constant", tokens: 1 } } });
  for (const grouping of groupings) expect(inference[grouping]).toBeUndefined();
});

test("a pool with a model of its own answers with it, and its figures are told apart", () => {
  const arms = (model?: string) =>
    served({
      pools: [{ ...pool, instance: "g6e.48xlarge", count: 1, tensor: 2, model }],
      router: "round-robin",
    });
  const alike = arms().inference.pools ?? [];
  const unlike = arms("llama-3.2-1b").inference.pools ?? [];
  expect(unlike.map(({ name }) => name)).toEqual(["g6e.48xlarge", "other"]);
  expect(unlike[1]?.median_tpot_ms).toBeLessThan(0.6 * (alike[1]?.median_tpot_ms as number));
  expect(() => arms("no-such-model")).toThrow(/workload\.pools\[0\]\.model/);
  expect(() => arms("bert-large")).toThrow(/bert-large beside llama-3\.1-8b/);
});

test("a pool gets the share of the traffic that its weight says, however many replicas it has", () => {
  const { inference } = served({
    pools: [{ ...pool, count: 3, weight: 0.25 }],
    router: "weighted",
    arrivals: { kind: "poisson", rate: "40/s" },
  });
  const [own = 0, other = 0] = (inference.pools ?? []).map(({ completed }) => completed);
  const share = 0.25 / 1.25;
  const all = own + other;
  // Three standard errors of a share of so many requests.
  expect(Math.abs(other / all - share)).toBeLessThan(3 * Math.sqrt((share * (1 - share)) / all));
});

test("what of the scenario's model a pool's does not have is told", () => {
  const speculation = { kind: "eagle", acceptance: 0.7 };
  const { warnings } = served({ pools: [{ ...pool, model: "llama-3.2-1b" }], speculation });
  expect(warnings.join()).toContain("speculation and adapters are those of llama-3.1-8b: other has none");
});
