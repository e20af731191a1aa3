/** Requests that were drawn, recorded and played again as a trace meet what they met before. */
import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import type { Table } from "../../src/metrics/table.ts";
import type { RunRecord } from "../../src/simulation/run-record.ts";
import { record } from "../laws/account-scenarios.ts";

const lengths = (mean: number) => ({ kind: "lognormal", mean, p99: 4 * mean, max: 20 * mean });

/** A fleet of `instance` under `load`; its lengths are such that the longest drawn is far below the longest of the law. */
const scenario = (instance: string, load: object) => ({
  cluster: { instance },
  model: "llama-2-13b",
  workload: { kind: "inference", parallelism: { tensor: 8 }, ...load },
});

/** The rows of its requests table, by column, in the order of arrival (the table has that of completion). */
function requestsOf({ result }: RunRecord) {
  const tables = result?.tables as { requests: Table };
  const { columns, rows } = tables.requests;
  const byColumn = [...rows].map((row) =>
    Object.fromEntries(columns.map((column, index) => [column, row[index]])),
  );
  return byColumn.sort((one, other) => Number(one.id) - Number(other.id));
}

test.each([
  ["inf2.48xlarge", { kind: "poisson", rate: "1/s" }],
  ["trn2.48xlarge", { kind: "gamma", rate: "3/s", burstiness: 0.3 }],
  ["p4d.24xlarge", { kind: "diurnal", rate: "2/s", period: "100 s" }],
  ["inf2.48xlarge", { kind: "batch", size: 60 }],
])("on %s under %j", (instance, arrivals) => {
  const drawn = record(
    scenario(instance, { arrivals, input: lengths(300), output: lengths(60), duration: "100 s" }),
  );
  const before = requestsOf(drawn);
  const columns = Object.keys(before[0] ?? {});
  const file = [columns, ...before.map((row) => columns.map((column) => row[column]))].join("\n");
  const named = { arrival: "arrival_s", input: "input_tokens", output: "output_tokens" };
  const trace = { file: "requests.csv", columns: named };
  const again = requestsOf(record(scenario(instance, { trace }), catalog, () => file));
  expect(before.length).toBeGreaterThan(30);
  expect(again.length).toBe(before.length);
  for (const [index, { e2el_ms }] of before.entries())
    expect(Number(again[index]?.e2el_ms)).toBeCloseTo(Number(e2el_ms), 6);
});
