/** What studies ask of a kind of workload is a property of it: a kind of a user's own that has them is asked as the shipped ones are. */
import { expect, test } from "vitest";
import { z } from "zod";
import { metricText } from "../../src/base/metric-text.ts";
import { catalogSchema, makeCatalog, catalog as shipped, simulationCatalog } from "../../src/catalog.ts";
import { figuresOf } from "../../src/page/figures.ts";
import { runText } from "../../src/report/text/run-text.ts";
import { makeStyle } from "../../src/report/text/style.ts";
import { readScenarios } from "../../src/scenario/read-scenarios.ts";
import type { RunRecord } from "../../src/simulation/run-record.ts";
import { situationOf } from "../../src/simulation/run-situation.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { type Summary, summaryOf } from "../../src/simulation/summary.ts";
import { deploymentOf } from "../../src/study/deploy/launchers.ts";
import { settingOf } from "../../src/study/deploy/setting.ts";
import {
  type LoadedKind,
  loadCurve,
  loadCurveObstacles,
  loadedKind,
  loadShares,
} from "../../src/study/load-curve.ts";
import { operatorLevers } from "../../src/study/operator-levers.ts";
import { metricsOf } from "../../src/study/summary-metrics.ts";
import { errorBand } from "../../src/timing/error-band.ts";
import { weighedServing } from "../../src/workload/operator-list.ts";
import { defineWorkload, type WorkloadKind } from "../../src/workload/workload.ts";

const serviceNs = 1e8;

/** Desks that take a tenth of a second for a request each, whose requests come evenly: what is beyond full waits. */
const desks = defineWorkload({
  name: "desks",
  help: "desks that take a tenth of a second for a request",
  stack: "inference",
  options: {
    desks: z.number().int(),
    requests: z.number().int(),
    arrivals: z.record(z.string(), z.unknown()),
    kernels: z.record(z.string(), z.unknown()).default({}),
  },
  metrics: (
    ["completed", "request_throughput", "mean_e2el_ms", "median_ttft_ms", "p99_ttft_ms"] as const
  ).map((name) => ({
    name,
    title: name,
    unit: "count" as const,
    better: "lower" as const,
    ...(name === "mean_e2el_ms" && { unit: "ms", isHeadline: true, band: { of: ["step"], isTold: true } }),
    ...(name === "request_throughput" && {
      unit: "/s",
      band: { of: ["rate", "step"], isRate: true, isTold: true },
    }),
  })),
  load: {
    refuses: { holidays: "days on which all desks are open" },
    withLoad: (written, arrivals, requests) => ({ ...written, arrivals, requests }),
    asChosen: (written, chosen) => ({ ...written, desks: chosen.desks }),
    places: (options) => Number(options.desks),
  },
  launch: { settings: ["desks"], derived: ({ desks }) => [["parallelism.replicas", Number(desks)]] },
  operators: (model) => weighedServing(model),
  create: (options, { owner = 0 }) => {
    const { kind, rate } = options.arrivals as { kind: string; rate?: string };
    const full = options.desks / (serviceNs / 1e9);
    const comes = kind === "closed-loop" ? full : Number.parseFloat(rate ?? "");
    const lateMs = options.requests * Math.max(0, 1 / full - 1 / comes) * 1000;
    const elapsedNs = (options.requests / Math.min(comes, full)) * 1e9;
    return {
      start({ board, simulator }) {
        board.begins(owner);
        simulator.schedule(elapsedNs, { handle: () => board.ends(owner) }, 0);
      },
      result: () => ({
        elapsedNs,
        chosen: { desks: options.desks },
        own: {
          completed: options.requests,
          request_throughput: Math.min(comes, full),
          mean_e2el_ms: serviceNs / 1e6 + lateMs / 2,
          median_ttft_ms: lateMs / 2,
          p99_ttft_ms: lateMs * 0.99,
        },
        ownDetails: { saturated: lateMs > 0 },
      }),
    };
  },
});

const same = (path: string) => path;
const catalog = makeCatalog(shipped, [desks]);
const schema = catalogSchema(catalog, () => "{}");

function run(written: object): { scenario: Scenario; record: RunRecord; summary: Summary } {
  const options = { file: "own.yaml", fromFile: same, fromCommandLine: same };
  const [entry] = readScenarios(JSON.stringify(written), schema, options);
  const scenario = entry?.scenario as unknown as Scenario;
  const record = simulate(
    scenario,
    simulationCatalog(catalog, () => ""),
    entry?.resolved ?? {},
  );
  const identity = { file: "own.yaml", variant: "base", hash: "", catalogHash: "" };
  return { scenario, record, summary: summaryOf(record, identity) };
}

const written = {
  name: "office",
  cluster: { instance: "p5.48xlarge" },
  model: "llama-3.2-1b",
  workload: { kind: "desks", desks: 4, requests: 100, arrivals: { kind: "even", rate: "10/s" } },
};
const base = run(written);
const options = base.scenario.workload as unknown as Readonly<Record<string, unknown>>;

test("it has a load curve: full by its own law, and every load below and above", () => {
  expect(loadCurveObstacles(written, catalog.workloads)).toEqual([]);
  const closed = { ...written, workload: { ...written.workload, holidays: true } };
  expect(loadCurveObstacles(closed, catalog.workloads)).toMatchObject([{ path: "workload.holidays" }]);
  const kind = loadedKind(catalog.workloads, "desks") as LoadedKind;
  const curve = loadCurve({ kind, written, options, base: base.summary }, (each) => run(each).summary);
  expect(curve?.saturation.rate).toBeCloseTo(40, 9);
  expect(curve?.points.map(({ share }) => share)).toEqual([...loadShares]);
  for (const { share, rate, p99_ttft_ms, saturated, output_throughput } of curve?.points ?? []) {
    expect(rate).toBeCloseTo(40 * share, 9);
    expect([saturated, (p99_ttft_ms ?? 0) > 1, output_throughput]).toEqual([share > 1, share > 1, null]);
  }
});

test("its figures have the bands that their definitions ask for, and the text tells them", () => {
  const { profile } = base.record;
  const situation = situationOf(base.record);
  const told = runText(base.summary, metricsOf(), makeStyle(false));
  for (const [metric, value, of, isRate, text] of [
    ["mean_e2el_ms", 100, ["step"], false, (ms: number) => metricText(ms, "ms")],
    ["request_throughput", 10, ["rate", "step"], true, (rate: number) => metricText(rate, "/s")],
  ] as const) {
    const { low, high } = errorBand(profile, of, isRate, situation) as { low: number; high: number };
    const band = base.summary.uncertainty?.find((each) => each.metric === metric);
    expect([band?.value, band?.low, band?.high], metric).toEqual([value, value * low, value * high]);
    expect(told.replace(/\s+/g, " ")).toContain(`within ${text(value * low)} to ${text(value * high)}, from`);
    expect(base.summary.trust?.figures.map((each) => each.metric)).toContain(metric);
  }
});

test("its headlines are figures of the page, with their bands", () => {
  const [first, ...rest] = figuresOf(base.summary);
  expect(first).toMatchObject({ name: "mean_e2el_ms", value: 100, unit: "ms", text: "100 ms" });
  expect(first?.band?.low).toBe(
    base.summary.uncertainty?.find((each) => each.metric === "mean_e2el_ms")?.low,
  );
  expect(rest.map(({ name }) => name)).toContain("Price of an hour");
  expect(rest.map(({ name }) => name)).not.toContain("Step");
});

test("programs for its software are told its settings", () => {
  const setting = settingOf(base.scenario, base.summary, catalog.workloads);
  expect([...(setting?.values ?? [])]).toEqual(
    expect.arrayContaining([
      ["desks", 4],
      ["parallelism.replicas", 4],
    ]),
  );
  const [vllm] = setting ? deploymentOf(setting).launches : [];
  expect(vllm?.command).toContain("--data-parallel-size 4");
  expect(vllm?.not_expressible.map(({ key }) => key)).toContain("desks");
});

test("the costliest of its operators are levers", () => {
  const { model, cluster } = base.scenario;
  const kind = catalog.workloads.find(({ name }) => name === "desks") as WorkloadKind;
  const { chip } = cluster.instance;
  const levers = operatorLevers({ model: model as NonNullable<typeof model>, chip, kind, options }, "all");
  expect(levers.map(({ name }) => name)).toEqual(expect.arrayContaining([expect.stringMatching(/^kernel /)]));
});
