import { expect, test } from "vitest";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import { readScenarios } from "../../src/scenario/read-scenarios.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";

const unread = () => "";

/** Links of a step of a Llama 3.1 8B on `cluster`. */
function linksOf(cluster: string, parallelism: string, globalBatch = 576) {
  const same = (path: string) => path;
  const text = `name: step
cluster: ${cluster}
model: llama-3.1-8b
workload:
  kind: training
  sequenceLength: 4096
  globalBatch: ${globalBatch}
  recompute: full
  parallelism: ${parallelism}
`;
  const options = { file: "step", fromFile: same, fromCommandLine: same };
  const [entry] = readScenarios(text, catalogSchema(catalog, unread), options);
  const { scenario } = entry as unknown as { scenario: Scenario };
  return simulate(scenario, simulationCatalog(catalog, unread)).result?.links ?? [];
}

const ultraServers = catalog.instances.filter(({ kind }) => kind === "ultraserver");
const degrees = [8, 16, 32];

test.each(ultraServers.flatMap(({ name }) => degrees.map((tensor) => ({ name, tensor }))))(
  "no link of $name carries more than it can in a step at tensor $tensor",
  ({ name, tensor }) => {
    const [hottest] = linksOf(`{ instance: ${name} }`, `{ tensor: ${tensor} }`);
    expect(hottest?.utilisation).toBeGreaterThan(0);
    expect(hottest?.utilisation).toBeLessThanOrEqual(1);
  },
);

const hiding = catalog.profiles.filter(
  ({ constants }) => constants.hiddenDataFraction > 0 || constants.hiddenTensorFraction > 0,
);
const splits = [
  "{ tensor: 8, zero: 0 }",
  "{ tensor: 8, zero: 1 }",
  "{ tensor: 16 }",
  "{ pipeline: 4, tensor: 4 }",
];

test.each(hiding.flatMap(({ name }) => splits.map((split) => ({ name, split }))))(
  "what $name hides of exchanges has work to hide behind: no link carries more than it can over a slow network, $split",
  ({ name, split }) => {
    const instance = "{ from: p4d.24xlarge, networkBandwidth: 1 Gb/s, chip: { memory: 640 GB } }";
    const [hottest] = linksOf(`{ instance: ${instance}, count: 4, software: ${name} }`, split, 32);
    expect(hottest?.utilisation).toBeGreaterThan(0.2);
    expect(hottest?.utilisation).toBeLessThanOrEqual(1);
  },
);

test("a step tells the use of every link between the chips of an UltraServer, beside those of its 256 ranks", () => {
  const links = linksOf("{ instance: trn2u-ultraserver }", "{ tensor: 16 }");
  const chips = links.filter(
    ({ source, target, utilisation }) => source >= 256 && target >= 256 && utilisation > 0,
  );
  // Four 4 x 4 tori of 32 links each, used both ways.
  expect(chips.length).toBeGreaterThanOrEqual(2 * 4 * 32);
});
