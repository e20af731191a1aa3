import { expect, test } from "vitest";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import { readScenarios } from "../../src/scenario/read-scenarios.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";

const unread = () => "";

test("a step tells the use of every link between the chips of an UltraServer, beside those of its 256 ranks", () => {
  const same = (path: string) => path;
  const text = `name: step
cluster: { instance: trn2u-ultraserver }
model: llama-3.1-8b
workload:
  kind: training
  sequenceLength: 4096
  globalBatch: 64
  parallelism: { tensor: 16 }
`;
  const [entry] = readScenarios(text, catalogSchema(catalog, unread), {
    file: "step",
    fromFile: same,
    fromCommandLine: same,
  });
  const { result } = simulate(
    (entry as unknown as { scenario: Scenario }).scenario,
    simulationCatalog(catalog, unread),
  );
  const chips = (result?.links ?? []).filter(
    ({ source, target, utilisation }) => source >= 256 && target >= 256 && utilisation > 0,
  );
  // Four 4 x 4 tori of 32 links each, used both ways.
  expect(chips.length).toBeGreaterThanOrEqual(2 * 4 * 32);
});
