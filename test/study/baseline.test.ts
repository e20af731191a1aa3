import { XMLValidator } from "fast-xml-parser";
import { expect, test } from "vitest";
import { ScenarioError } from "../../src/base/errors.ts";
import { baselineAnnotations } from "../../src/report/baseline-annotations.ts";
import { baselineJunit } from "../../src/report/baseline-junit.ts";
import { type Baseline, compareToBaseline } from "../../src/study/baseline.ts";
import { metricsOf } from "../../src/study/summary-metrics.ts";
import { readTolerances } from "../../src/study/tolerance.ts";

const baseline = (
  metrics: Record<string, number | string | null>,
  time: Record<string, number> = {},
): Baseline => ({
  schema: "trnsim.baseline/1",
  scenario: "chat",
  catalog_hash: "c",
  variants: { base: metrics },
  time_per_token_ns: { base: time },
});

function check(before: Baseline, now: Baseline, tolerance: string[] = [], allowBetter = false) {
  const metrics = metricsOf();
  return compareToBaseline(now, before, {
    tolerances: readTolerances(tolerance, metrics),
    allowBetter,
    metrics,
  });
}

const ttft = "inference.p99_ttft_ms";

test("a metric within its tolerance passes, beyond it fails, and says whether it is worse", () => {
  const before = baseline({ [ttft]: 100, "inference.output_throughput": 1000 });
  const now = baseline({ [ttft]: 103, "inference.output_throughput": 1030 });
  expect(check(before, now, ["5%"]).passed).toBe(true);
  const { passed, differences } = check(before, now, ["2%"]);
  expect(passed).toBe(false);
  expect(Object.fromEntries(differences.map(({ metric, verdict }) => [metric, verdict]))).toEqual({
    [ttft]: "worse",
    "inference.output_throughput": "better",
  });
});

test("headline metrics are told before all others", () => {
  const before = baseline({ "memory.kv_cache_bytes": 100, "inference.std_ttft_ms": 1, [ttft]: 100 });
  const now = baseline({ "memory.kv_cache_bytes": 110, "inference.std_ttft_ms": 2, [ttft]: 110 });
  expect(check(before, now).differences.map(({ metric }) => metric)).toEqual([
    ttft,
    "memory.kv_cache_bytes",
    "inference.std_ttft_ms",
  ]);
});

test("what rounding leaves of a spread of nothing is no change, however large a fraction of itself it moves", () => {
  const spread = "inference.std_ttft_ms";
  const moved = (from: number, to: number) =>
    check(baseline({ [spread]: from }), baseline({ [spread]: to })).passed;
  expect(moved(4e-13, 2e-13)).toBe(true);
  expect(moved(0, 2e-13)).toBe(true);
  expect(moved(0, 1e-6)).toBe(false);
});

test("a tolerance of one metric goes before the general one, relative or absolute", () => {
  const before = baseline({ [ttft]: 100 });
  const now = baseline({ [ttft]: 103 });
  for (const tolerance of ["p99_ttft_ms=4%", "p99_ttft_ms=3.5", "inference.p99_ttft_ms=4 ms"]) {
    expect(check(before, now, ["1%", tolerance]).passed, tolerance).toBe(true);
  }
  expect(check(before, now, ["p99_ttft_ms=2500 us"]).passed).toBe(false);
});

test("a distance in time is in the unit it is written in, whatever the metric's own", () => {
  const time = "training.time_to_train_s";
  const moved = (by: number, limit: string) =>
    check(baseline({ [time]: 1000 }), baseline({ [time]: 1000 + by }), [`time_to_train_s=${limit}`]).passed;
  expect([
    moved(1.9, "2 s"),
    moved(2.1, "2 s"),
    moved(1.9, "1 ms"),
    moved(110, "2 min"),
    moved(130, "2 min"),
  ]).toEqual([true, false, false, true, false]);
});

test("differences for the better pass where that is allowed; new metrics always do, missing ones never", () => {
  const better = (allow: boolean) =>
    check(baseline({ [ttft]: 100 }), baseline({ [ttft]: 50 }), [], allow).passed;
  expect([better(false), better(true)]).toEqual([false, true]);
  const both = baseline({ [ttft]: 100, "inference.completed": 7 });
  expect(check(baseline({ [ttft]: 100 }), both).passed).toBe(true);
  expect(check(both, baseline({ [ttft]: 100 }), [], true).differences[0]?.verdict).toBe("missing");
  expect(check(both, baseline({ [ttft]: 100 }), [], true).passed).toBe(false);
});

test("the part of the attribution that grew most comes first, then what shrank; idling is no part", () => {
  const before = baseline({ [ttft]: 100 }, { overhead: 40, "decode memory": 100, compute: 50, idle: 10 });
  const now = baseline({ [ttft]: 110 }, { overhead: 30, "decode memory": 103, compute: 51, idle: 90 });
  expect(check(before, now).moved.map(({ what }) => what)).toEqual(["decode memory", "compute", "overhead"]);
});

test("every misread tolerance is told at once, with the nearest metric", () => {
  expect(() => readTolerances(["fast", "p99_tft_ms=2%"], metricsOf())).toThrow(ScenarioError);
  expect(() => readTolerances(["fast", "p99_tft_ms=2%"], metricsOf())).toThrow(
    /"fast"[\s\S]*did you mean "p99_ttft_ms"/,
  );
});

test("every metric says what it means, and each objective names one", () => {
  const metrics = metricsOf();
  for (const { path, title, meaning } of metrics)
    expect(`${title}${meaning ?? ""}`.length, path).toBeGreaterThan(8);
  expect(new Set(metrics.map(({ path }) => path)).size).toBe(metrics.length);
  const objectives = metrics.flatMap(({ objective = [] }) => objective);
  expect(new Set(objectives).size).toBe(objectives.length);
});

test("JUnit XML is well formed, counts failures by variant, and escapes what it quotes", () => {
  const report = check(baseline({ [ttft]: 100, status: "a<b" }), baseline({ [ttft]: 200, status: 'c"&' }));
  const xml = baselineJunit([report], () => ["base", "other"]);
  expect(XMLValidator.validate(xml)).toBe(true);
  expect(xml).toContain('tests="2" failures="1"');
});

test("an annotation is one line with its text escaped", () => {
  const report = check(baseline({ [ttft]: 100 }), baseline({ [ttft]: 150 }));
  expect(baselineAnnotations([report], () => "a,b.yaml")).toEqual([
    "::error file=a%2Cb.yaml,title=chat::base  inference.p99_ttft_ms: 100 -> 150 (+50 %25), worse",
  ]);
});
