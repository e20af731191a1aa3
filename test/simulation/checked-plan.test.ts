/** A scenario that was planned to be checked is run by that plan. */
import { expect, test } from "vitest";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import { TimelineRecorder } from "../../src/metrics/timeline-recorder.ts";
import { readScenarios } from "../../src/scenario/read-scenarios.ts";
import { plan } from "../../src/simulation/plan.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulation } from "../../src/simulation/simulate.ts";
import { drained } from "../../src/simulation/watched.ts";
import { summary } from "../laws/account-scenarios.ts";

const text = `
name: small
cluster: { instance: trn1.32xlarge }
workload: { kind: host-work, time: 50 s }
`;
const same = (path: string) => path;
const schema = catalogSchema(catalog, () => "");
const [entry] = readScenarios(text, schema, { file: "small.yaml", fromFile: same, fromCommandLine: same });
const { scenario, resolved } = entry as unknown as { scenario: Scenario; resolved: unknown };

/** A catalog that counts how often work is planned. */
function counting() {
  const count = { planned: 0 };
  const own = simulationCatalog(catalog, () => "");
  const workloads = own.workloads.map((kind) => ({
    ...kind,
    create(...by: Parameters<typeof kind.create>) {
      count.planned++;
      return kind.create(...by);
    },
  }));
  return { count, counted: { ...own, workloads } };
}

test("a plan that was made to check a scenario is run, to the record of one that is made for the run", () => {
  const { count, counted } = counting();
  const checked = plan(scenario, counted, resolved);
  const ran = drained(simulation(scenario, counted, resolved, checked));
  expect(count.planned).toBe(1);
  expect(summary(ran)).toEqual(summary(drained(simulation(scenario, counted, resolved))));
  expect(count.planned).toBe(2);
});

test("a run that is to tell a timeline is planned for it", () => {
  const { count, counted } = counting();
  const checked = plan(scenario, counted, resolved);
  drained(simulation(scenario, { ...counted, timeline: new TimelineRecorder() }, resolved, checked));
  expect(count.planned).toBe(2);
});
