/** Every shipped scenario stopped at a limit: a named end, figures that are finite, parts that sum to the whole. */
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import { readScenarios } from "../../src/scenario/read-scenarios.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { summaryOf } from "../../src/simulation/summary.ts";
import { notFinite } from "./fuzz-outcome.ts";

const folder = new URL("../../scenarios", import.meta.url).pathname;
const read = (path: string) => readFileSync(path, "utf8");
const schema = catalogSchema(catalog, read);
const simulation = simulationCatalog(catalog, read, (path) => readFileSync(path));
const fromFile = (path: string) => resolve(folder, path);

// Those with a kind of workload of their own need its plug-in, which the command line loads.
const names = readdirSync(folder).filter(
  (name) => name.endsWith(".yaml") && !read(fromFile(name)).includes("\nplugins:"),
);

/** Whether its workload is made of others, each of which is played by itself before. */
function hasParts(scenario: unknown): boolean {
  const { workload } = scenario as { workload?: { kind?: string; workloads?: unknown[] } };
  const isQueueOfWorkloads = (workload?.workloads?.length ?? 0) > 0;
  return isQueueOfWorkloads || ["alignment", "pipeline", "roll-out"].includes(workload?.kind ?? "");
}

test.each(names)("%s at a limit", (name) => {
  for (const [limit, value] of [
    ["events", 50],
    ["time", "3 s"],
  ]) {
    const options = { file: name, fromFile, fromCommandLine: fromFile };
    const overrides = [{ path: ["limits", String(limit)], value }];
    const entries = readScenarios(read(fromFile(name)), schema, { ...options, overrides });
    const { scenario, resolved } = entries[Math.floor(entries.length / 2)] as (typeof entries)[number];
    const run = () => simulate(scenario as unknown as Scenario, simulation, resolved);
    if (limit === "events" && hasParts(scenario)) {
      expect(run).toThrow(/limits\.events: found 50; expected enough for .*, which is played by itself/);
      continue;
    }
    const record = run();
    const summary = summaryOf(record, { file: name, variant: "base", hash: "", catalogHash: "" });
    expect(["completed", "nothing-served", `${limit}-limit`.replace("events", "event")]).toContain(
      summary.status,
    );
    expect(notFinite(summary, name)).toBeUndefined();
    const { attribution = [], chip_seconds: account } = summary;
    if (attribution.length > 0)
      expect(attribution.reduce((sum, { fraction }) => sum + fraction, 0)).toBeCloseTo(1, 9);
    expect(Object.values(account ?? {}).every((seconds) => seconds >= 0)).toBe(true);
  }
});
