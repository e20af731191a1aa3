import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import type { InferenceMetrics } from "../../src/metrics/inference-metrics.ts";
import type { MeasuredBand } from "../../src/metrics/metric.ts";
import { findModel } from "../../src/models/find-model.ts";
import { accountParts } from "../../src/simulation/account-metrics.ts";
import type { RunRecord } from "../../src/simulation/run-record.ts";
import { situationOf } from "../../src/simulation/run-situation.ts";
import { type ErrorBand, uncertaintyOf } from "../../src/simulation/uncertainty.ts";
import type { Coverage } from "../../src/timing/coverage.ts";
import { outsideOf } from "../../src/timing/coverage.ts";
import type { LeftOut, Residuals } from "../../src/timing/evidence.ts";
import { defineProfile, type SoftwareProfile } from "../../src/timing/software-profile.ts";
import { metricParts } from "../../src/workload/metric-parts.ts";
import { record } from "../laws/account-scenarios.ts";

const residuals = (leftOut: LeftOut, low: number, high: number): Residuals => ({
  metric: "seq_per_s",
  leftOut,
  rows: 12,
  groups: 3,
  medianError: 0.1,
  meanError: 0.1,
  band: [low, high],
  band80: [low ** 0.5, high ** 0.5],
  inside: 0.9,
  width: high / low,
});

const measured: SoftwareProfile = {
  ...defineProfile({
    name: "measured",
    title: "measured",
    constants: {},
    basis: "rows",
    fit: { rows: "12 rows of trn1 training", fitted: [] },
  }),
  evidence: {
    residuals: [residuals("rows", 0.8, 1.25), residuals("model", 0.7, 1.4), residuals("chip", 0.75, 1.6)],
    covers: {
      chips: ["trainium"],
      models: ["llama-2-7b"],
      parameters: [6, 70],
      tensor: [8, 32],
      weights: [],
      kinds: ["decoder layers"],
      features: [],
    },
  },
};

function trainingRecord(chip: string, profile = measured, model = "llama-2-7b"): RunRecord {
  return {
    profile,
    scenario: {
      cluster: { software: profile },
      model: findModel(catalog.models, model),
      workload: { kind: "training" },
    },
    cluster: {
      device: { chip: { name: chip } },
      plan: {},
      count: 1,
      instance: { chip: { name: chip, sources: {} }, sources: {}, chips: 1, scaleOut: { bandwidth: 1 } },
    },
    jobs: [],
    cost: { usdPerMillionTotalTokens: null },
    result: {
      training: { stepNs: 10e9, tokensPerStep: 1000, sequencesPerStep: 10 },
      chosen: { tensor: 8 },
    },
  } as unknown as RunRecord;
}

const bandsOf = (record: RunRecord) => uncertaintyOf(record).uncertainty;

test("the band of a step time is the inverse of the measured rates' band", () => {
  const [time, tokens, sequences] = bandsOf(trainingRecord("trainium")) ?? [];
  expect(time).toEqual({
    metric: "step_time_s",
    value: 10,
    low: 10 / 1.25,
    high: 10 / 0.8,
    coverage: 0.9,
    basis: "12 rows of trn1 training",
    extrapolated: null,
  });
  expect(tokens).toMatchObject({ metric: "tokens_per_s", value: 100, low: 100 * 0.8, high: 100 * 1.25 });
  expect(sequences).toMatchObject({ metric: "sequences_per_s", value: 1, low: 0.8, high: 1.25 });
});

test("a model that was not measured has the band of models left out", () => {
  const [time, tokens] = bandsOf(trainingRecord("trainium", measured, "llama-2-13b")) ?? [];
  expect(tokens).toMatchObject({ low: 100 * 0.7, high: 100 * 1.4 });
  expect(time!.extrapolated).toBe("llama-2-13b");
});

test("on another chip the wider of two bands counts on either side", () => {
  const [, band] = bandsOf(trainingRecord("trainium2")) ?? [];
  expect(band!.low).toBeCloseTo(100 * 0.75, 9);
  expect(band!.high).toBeCloseTo(100 * 1.6, 9);
  expect(band!.extrapolated).toBe("trainium2 (measured: trainium)");
});

test("each further way of lying outside raises the band to .09 of a power more", () => {
  const [, band] = bandsOf(trainingRecord("trainium2", measured, "llama-3.1-405b")) ?? [];
  // The size; model and chip are in the bands themselves.
  expect(band!.low).toBeCloseTo(100 * 0.7 ** 1.09, 9);
  expect(band!.high).toBeCloseTo(100 * 1.6 ** 1.09, 9);
});

test("a stack of timed kernels has a wider band on a chip where none was timed", () => {
  const kernels = { ...measured, kernels: "vllm" };
  const low = (chip: string, profile: SoftwareProfile) =>
    bandsOf(trainingRecord(chip, profile, "llama-2-13b"))?.[1]?.low;
  expect(low("b200", measured)).toBeCloseTo(100 * 0.7, 9);
  expect(low("b200", kernels)).toBeCloseTo(100 * 0.7 ** 1.6, 9);
  expect(low("h200", kernels)).toBeCloseTo(100 * 0.7, 9);
});

test("of a band wider than fourfold the fourfold part is given with the share that it holds, or none where that is little", () => {
  const bandOf = (each: Residuals) => {
    const profile = { ...measured, evidence: { ...measured.evidence, residuals: [each] } } as SoftwareProfile;
    return (bandsOf(trainingRecord("trainium", profile)) ?? [])[1];
  };
  // ln 16 is twice ln 4, and the band of 80 % ends at half of that of 90 %: there it holds 80 %.
  const wide = bandOf(residuals("rows", 0.25, 4));
  expect(wide!.low).toBeCloseTo(100 / 2, 9);
  expect(wide!.high).toBeCloseTo(100 * 2, 9);
  expect(wide!.coverage).toBe(0.8);
  // Errors that thin out in a fifth of the way are past one half long before.
  const sharp = bandOf({ ...residuals("rows", 0.1, 10), band80: [0.1 ** 0.8, 10 ** 0.8] });
  expect([sharp!.low, sharp!.high]).toEqual([null, null]);
});

test("software that was never measured has the band of all other stacks, wider, and says so", () => {
  const [own] = bandsOf(trainingRecord("trainium")) ?? [];
  const [band] = bandsOf(trainingRecord("trainium", { ...measured, evidence: undefined })) ?? [];
  expect(band!.extrapolated).toBe("measured");
  expect(band!.basis).toBe("rows of all other stacks");
  if (band!.low !== null && own!.low !== null) expect(band!.low).toBeLessThan(own!.low);
});

test("where nobody named the software the band holds rows of others as well, and says how many", () => {
  const { covers } = measured.evidence ?? {};
  const others = { ...residuals("software", 0.6, 1.1), metric: "iter_time_s" };
  const evidence = { covers, residuals: [residuals("rows", 0.8, 1.25), others] };
  const record = trainingRecord("trainium", { ...measured, evidence });
  const open = { ...record, scenario: { ...record.scenario, cluster: {} } } as RunRecord;
  const [, named] = bandsOf(record) ?? [];
  expect(named).toMatchObject({ low: 100 * 0.8, high: 100 * 1.25, basis: "12 rows of trn1 training" });
  const [, unnamed] = bandsOf(open) ?? [];
  // Times of .6 to 1.1 are rates of 1 / 1.1 to 1 / .6.
  expect(unnamed!.low).toBeCloseTo(100 * 0.8, 9);
  expect(unnamed!.high).toBeCloseTo(100 / 0.6, 9);
  const unspoken = { ...measured, evidence: { covers, residuals: [others] } };
  // Rows of others alone do not make a stack one that was measured.
  expect(bandsOf({ ...record, profile: unspoken })?.[0]?.extrapolated).toBe("measured");
  expect(unnamed!.basis).toBe("12 rows of trn1 training, and 12 figures of software that it stands in for");
});

test("weights that a checkpoint stores in a format count as written in it, whatever the blocks of its scales", () => {
  const situation = (precision?: object) => {
    const record = trainingRecord("trainium", measured, "deepseek-v3");
    return situationOf({
      ...record,
      scenario: { ...record.scenario, workload: { kind: "inference", precision } },
    } as RunRecord);
  };
  const stored = findModel(catalog.models, "deepseek-v3")?.stored?.weights;
  expect(situation().weights).toBe(stored);
  const outside = (weights: string, asked: string | undefined) =>
    outsideOf(
      { ...(measured.evidence?.covers as Coverage), weights: [weights] },
      { chip: "trainium", weights: asked },
    );
  expect(outside("fp8", stored)).toEqual([]);
  expect(outside("bf16", stored)).toHaveLength(1);
  expect(outside("bf16", situation({ weights: "fp16" }).weights)).toEqual([]);
  expect(outside("fp4", "mxfp4")).toEqual([]);
  expect(outside("int8", "fp8")).toHaveLength(1);
});

test("a band follows a rate that has one, and the first token of an answer is a metric of its part", () => {
  const parts = [...metricParts, ...accountParts];
  const rules = parts.flatMap(({ metrics }) => metrics.map(({ name, band }) => [name, band] as const));
  const measured = (name: string | undefined) =>
    rules.find(([own, band]) => own === name && band && "of" in band)?.[1] as MeasuredBand | undefined;
  for (const { metrics } of parts) {
    for (const { band } of metrics) {
      if (band && "follows" in band) expect(measured(band.follows)?.isRate, band.follows).toBe(true);
      else if (band?.firstToken) {
        expect(measured(band.firstToken)?.of).toEqual(["first"]);
        expect(metrics.map(({ name }) => name)).toContain(band.firstToken);
      }
    }
  }
  expect(rules.filter(([, band]) => band).length).toBeGreaterThan(8);
});

test("a wiring of the scenario's own is hardware of one's own, and algorithms that it names were not measured", () => {
  const situation = (plan: object) => {
    const record = trainingRecord("trainium");
    return situationOf({ ...record, cluster: { ...record.cluster, plan } } as RunRecord);
  };
  expect(situation({})).toMatchObject({ isOwnHardware: false, features: [] });
  expect(situation({ topology: {} }).isOwnHardware).toBe(true);
  expect(situation({ collectives: "best" }).features).toHaveLength(1);
});

test("a figure of nothing has no band", () => {
  const record = trainingRecord("trainium");
  Object.assign(record.result?.training as object, { tokensPerStep: 0 });
  expect(bandsOf(record)?.map(({ metric }) => metric)).toEqual(["step_time_s", "sequences_per_s"]);
});

test("what is answered is no more than what comes, and less only where slower service would be busy all the time", () => {
  const run = (arrivals: object, requests: number) => {
    const load = {
      arrivals,
      input: { kind: "constant", tokens: 300 },
      output: { kind: "constant", tokens: 60 },
      requests,
    };
    const parallelism = { tensor: 8, replicas: 1 };
    const workload = { kind: "inference", ...load, parallelism };
    const found = record({ cluster: { instance: "p5.48xlarge" }, model: "llama-3.1-70b", workload, seed: 1 });
    const bands = new Map(bandsOf(found)?.map((each) => [each.metric, each]));
    const ends = (metric: string) => {
      const { low, high, value } = bands.get(metric) as ErrorBand;
      return [(low as number) / value, (high as number) / value] as const;
    };
    const { durationNs, offeredNs } = found.result!.inference as InferenceMetrics;
    const [rate, price] = [ends("output_throughput"), ends("usd_per_million_output_tokens")];
    return {
      rate,
      price,
      offeredNs,
      most: durationNs / (offeredNs || Number.NaN),
      busy: found.account.share("busy"),
    };
  };
  const free = run({ kind: "batch", size: 60 }, 60);
  const closed = run({ kind: "closed-loop", users: 20 }, 60);
  expect([free.offeredNs, closed.offeredNs]).toEqual([0, null]);
  for (const { rate, price } of [free, closed]) {
    expect(rate[0]).toBeLessThan(0.95);
    expect(rate[1]).toBeGreaterThan(1.05);
    expect(price[0]).toBeCloseTo(1 / rate[1], 9);
    expect(price[1]).toBeCloseTo(1 / rate[0], 9);
  }
  // One in ten seconds, each answered in a second or so: whoever is twice as slow answers them all.
  const idle = run({ kind: "constant", rate: "0.1/s" }, 30);
  expect(idle.most).toBeLessThan(1.01);
  expect(idle.rate).toEqual([1, idle.most]);
  expect(idle.price).toEqual([expect.closeTo(1 / idle.most, 9), 1]);
  // As many as it can just bear.
  const full = run({ kind: "poisson", rate: "30/s" }, 300);
  expect(full.busy).toBeGreaterThan(0.9);
  expect(full.rate[1]).toBeLessThanOrEqual(full.most + 1e-9);
  expect(full.rate[0]).toBeLessThan(1);
  expect(full.rate[0]).toBeGreaterThanOrEqual(free.rate[0] - 1e-9);
});
