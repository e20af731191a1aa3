import { XMLValidator } from "fast-xml-parser";
import { expect, test } from "vitest";
import { ScenarioError } from "../../src/base/errors.ts";
import { baselineAnnotations } from "../../src/report/baseline/baseline-annotations.ts";
import { baselineJunit } from "../../src/report/baseline/baseline-junit.ts";
import { baselineMarkdown } from "../../src/report/baseline/baseline-markdown.ts";
import { baselineText } from "../../src/report/baseline/baseline-text.ts";
import { unreadFiles } from "../../src/report/baseline/unread-file.ts";
import { makeStyle } from "../../src/report/text/style.ts";
import {
  type Baseline,
  type BaselineReport,
  compareToBaseline,
  worstReportsFirst,
} from "../../src/study/baseline.ts";
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

function check(
  before: Baseline,
  now: Baseline,
  tolerance: string[] = [],
  allowBetter = false,
  spreads = true,
) {
  const metrics = metricsOf();
  return compareToBaseline(now, before, {
    tolerances: readTolerances(tolerance, metrics),
    allowBetter,
    spreads,
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

test("headline metrics are told before all others that got worse too, these before what only changed", () => {
  const before = baseline({ "memory.kv_cache_bytes": 100, "inference.std_ttft_ms": 1, [ttft]: 100 });
  const now = baseline({ "memory.kv_cache_bytes": 110, "inference.std_ttft_ms": 2, [ttft]: 110 });
  expect(check(before, now).differences.map(({ metric }) => metric)).toEqual([
    ttft,
    "inference.std_ttft_ms",
    "memory.kv_cache_bytes",
  ]);
});

test("the worst regression is told first, before what vanished, only changed or became better, however far these moved", () => {
  const e2el = "inference.p99_e2el_ms";
  const rate = "inference.output_throughput";
  const before = baseline({
    [rate]: 10,
    [e2el]: 100,
    [ttft]: 100,
    "memory.kv_cache_bytes": 1,
    "inference.completed": 4,
  });
  const now = baseline({ [rate]: 90, [e2el]: 120, [ttft]: 150, "memory.kv_cache_bytes": 5 });
  const found = check(before, now).differences;
  expect(found.slice(0, 3).map(({ metric }) => metric)).toEqual([ttft, e2el, "inference.completed"]);
  expect(found.map(({ verdict }) => verdict)).toEqual(["worse", "worse", "missing", "changed", "better"]);
  const stalled = baseline({ [ttft]: 900, status: "stalled" });
  expect(check(baseline({ [ttft]: 100, status: "completed" }), stalled).differences[0]?.metric).toBe(
    "status",
  );
});

test("standard deviations count only where they are asked for, or a tolerance names them", () => {
  const spread = "inference.std_ttft_ms";
  const passes = (tolerance: string[], spreads: boolean) =>
    check(baseline({ [spread]: 1 }), baseline({ [spread]: 2 }), tolerance, false, spreads).passed;
  expect(passes([], false)).toBe(true);
  expect(passes([], true)).toBe(false);
  expect(passes(["std_ttft_ms=5%"], false)).toBe(false);
  expect(passes([`${spread}=5%`], false)).toBe(false);
});

test("a person reads the scenario that moved farthest first, five differences of each, and the rest folded", () => {
  const names = Array.from({ length: 8 }, (_, index) => `memory.m${index}`);
  const values = (value: number) => Object.fromEntries(names.map((name) => [name, value]));
  const report = (scenario: string, by: number) => ({
    ...check(
      baseline({ [ttft]: 100, ...values(1) }, { compute: 50 }),
      baseline({ [ttft]: 100 + by, ...values(2) }, { compute: 60 }),
    ),
    scenario,
  });
  const clean = ["p", "q", "r", "s"].map((scenario) => ({
    ...check(baseline({ [ttft]: 1 }), baseline({ [ttft]: 1 })),
    scenario,
  }));
  const lines = baselineText(
    worstReportsFirst([clean[0] as BaselineReport, report("near", 5), report("far", 50), ...clean.slice(1)]),
    makeStyle(false),
  ).split("\n");
  const heads = lines.filter((line) => /^\S/.test(line));
  expect(heads.map((line) => line.replace(/:.*/, ""))).toEqual([
    "FAIL  far",
    "FAIL  near",
    "pass  4 scenarios, 4 metrics, without a difference",
    "4 of 6 scenarios as accepted",
  ]);
  expect(lines[1]).toContain(`${ttft}: 100 -> 150`);
  expect(lines[2]).toContain("the time that moved: compute");
  expect(lines[7]).toContain(`and ${names.length + 1 - 5} more: 4 changed`);
  const markdown = baselineMarkdown(worstReportsFirst([report("near", 5), report("far", 50)]));
  expect(markdown.indexOf("### far")).toBeLessThan(markdown.indexOf("### near"));
  expect(markdown).toContain("<details><summary>4 more: 4 changed</summary>");
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
  const xml = baselineJunit([report], () => [
    { variant: "base", seconds: 0.25 },
    { variant: "other", seconds: 1 },
  ]);
  expect(XMLValidator.validate(xml)).toBe(true);
  expect(xml).toContain('tests="2" failures="1" errors="0" time="1.250"');
  expect(xml).toContain('name="base" time="0.250"');
  expect(xml).toContain('message="base  status: a&lt;b -&gt; c&quot;&amp;, changed; and 1 more"');
});

test("an annotation is one line with its text escaped", () => {
  const report = check(baseline({ [ttft]: 100 }), baseline({ [ttft]: 150 }));
  expect(baselineAnnotations([report], () => "a,b.yaml")).toEqual([
    "::error file=a%2Cb.yaml,title=chat%3A inference.p99_ttft_ms 100 -> 150 (+50 %25)::base  inference.p99_ttft_ms: 100 -> 150 (+50 %25), worse",
  ]);
});

test("a file that could not be read stands in every form of a check's result, with its place", () => {
  const expected = "one of kind, rate";
  const unread = unreadFiles([
    { file: "b.yaml", line: 7, column: 30, path: "workload.rat", found: "<&>", expected },
    { file: "b.yaml", line: 9, expected: "a name" },
  ]);
  const report = check(baseline({ [ttft]: 100 }), baseline({ [ttft]: 100 }));
  const xml = baselineJunit([report], () => [{ variant: "base", seconds: 1 }], unread);
  expect(XMLValidator.validate(xml)).toBe(true);
  expect(xml).toContain('tests="2" failures="0" errors="1" time="1.000"');
  expect(xml).toContain(
    'error message="b.yaml:7:30: workload.rat: found &lt;&amp;&gt;; expected one of kind, rate; and 1 more"',
  );
  expect(baselineAnnotations([report], () => "a.yaml", unread)).toEqual([
    "::error file=b.yaml,line=7,col=30,title=not read::b.yaml:7:30: workload.rat: found <&>; expected one of kind, rate%0Ab.yaml:9: expected a name",
  ]);
  const markdown = baselineMarkdown([report], unread);
  expect(markdown).toContain("| b.yaml | **not read** | | |");
  for (const text of [markdown, baselineText([report], makeStyle(false), unread)])
    expect(text).toContain("1 of 1 scenario as accepted, 1 file not read");
});
