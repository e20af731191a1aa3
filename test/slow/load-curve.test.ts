/** How a scenario bears load: the same figures from the command line, from the page, and from runs by hand. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { answerOf, columnsOf, simulator } from "../../src/page/answer.ts";
import { curvePoints, type LoadPoint } from "../../src/page/curves.ts";
import { type LoadCurve, loadCurveObstacles, loadShares } from "../../src/study/load-curve.ts";
import { folderWith, small, trnsim } from "../cli/trnsim.ts";

const question =
  "model=llama-3.2-1b&hardware=inf2.xlarge&count=1&batch=4&input=128&output=32&tensor=auto&weights=";

/** What `run --load-curve --json` says of `yaml`, and the folder it wrote. */
function curveOf(yaml: string): { curve: LoadCurve; folder: string } {
  const { stdout, folder } = trnsim(
    ["run", "a.yaml", "--load-curve", "--json"],
    folderWith({ "a.yaml": yaml }),
  );
  return { curve: JSON.parse(stdout)[0].load_curve, folder };
}

describe("the load curve of run", () => {
  test("has the figures of the page's curve for the scenario that the page gives", () => {
    const run = simulator(catalog).run;
    const columns = columnsOf(question, catalog);
    const [answer] = columns.map((column) => answerOf(column, run));
    const drawn = [...curvePoints(columns, [answer?.summary ?? null], run)].filter(
      (point): point is LoadPoint => point?.kind === "load",
    );
    const { curve } = curveOf(answer?.yaml ?? "");
    expect(curve.points.map(({ share }) => share)).toEqual(loadShares);
    expect(
      curve.points.map(({ rate, median_ttft_ms, p99_ttft_ms }) => [rate, median_ttft_ms, p99_ttft_ms]),
    ).toEqual(drawn.map(({ rate, ttft, ttftP99 }) => [rate, ttft, ttftP99]));
    expect(curve.saturation.rate).toBe(drawn[0]?.full);
  }, 30_000);

  test("is full at users over the mean time of a request in a closed loop without thinking, and judges every load", () => {
    const { curve, folder } = curveOf(
      `${small}  batching: { kind: continuous, maxBatch: 4 }\n  parallelism: { tensor: 1 }\nobjectives: { ttftP99: 60 ms }\n`,
    );
    // Two cores, a replica of four places on each; three requests a place.
    expect(curve.saturation.places).toBe(2 * 4);
    const load = ["arrivals={ kind: closed-loop, users: 8 }", "requests=24"];
    const yaml = small.replace(
      "  duration: 30 s\n",
      "  batching: { kind: continuous, maxBatch: 4 }\n  parallelism: { tensor: 1 }\n",
    );
    const byHand = trnsim(
      ["run", "b.yaml", "--json", ...load.flatMap((each) => ["--set", `workload.${each}`])],
      folderWith({ "b.yaml": yaml }),
    );
    expect(curve.saturation.rate).toBe(8 / (JSON.parse(byHand.stdout)[0].inference.mean_e2el_ms / 1000));
    for (const { share, rate, p99_ttft_ms, objectives_met } of curve.points) {
      expect(rate).toBe(share * curve.saturation.rate);
      expect(objectives_met).toBe((p99_ttft_ms ?? 0) <= 60);
    }
    const missed = curve.points.findIndex(({ objectives_met }) => !objectives_met);
    expect(missed).toBeGreaterThan(0);
    expect(curve.meets_objectives_to).toBe(curve.points[missed - 1]?.rate);
    const written = readFileSync(join(folder, "results/small/base/load-curve.json"), "utf8");
    expect(JSON.parse(written)).toEqual(curve);
  }, 30_000);

  test("keeps the degree that the run chose, whatever its loads would choose", () => {
    const objectives = "  batching: { kind: continuous, maxBatch: 4 }\nobjectives: { ttftP99: 60 ms }\n";
    const open = curveOf(`${small}${objectives}`).curve;
    // Both cores hold one replica of four places, chosen for the objective.
    expect(open.saturation.places).toBe(4);
    expect(open).toEqual(curveOf(`${small}  parallelism: { tensor: 2, replicas: 1 }\n${objectives}`).curve);
  }, 30_000);

  test("stands in the text and in the report, with the saturation point", () => {
    const { stdout, folder } = trnsim(
      ["run", "a.yaml", "--load-curve", "--html"],
      folderWith({ "a.yaml": small }),
    );
    const [full] =
      /full at [\d.]+ requests\/s \([\d,.]+ output tokens\/s, 64 places taken\)/.exec(stdout) ?? [];
    expect(full).toBeDefined();
    expect(stdout.match(/^│ .* %/gm)).toHaveLength(loadShares.length);
    expect(readFileSync(join(folder, "results/a.html"), "utf8")).toContain(`inf2.xlarge: ${full}.`);
  }, 30_000);

  test("is refused, before anything runs, to a load that has none", () => {
    const other = { conversation: { turns: 2 }, autoscaling: { min: 1 }, pools: [{ name: "b" }] };
    for (const [key, value] of Object.entries(other)) {
      const workload = { kind: "inference", [key]: value };
      expect(loadCurveObstacles({ workload }, catalog.workloads).map(({ path }) => path)).toEqual([
        `workload.${key}`,
      ]);
    }
    const training = { workload: { kind: "training" } };
    expect(loadCurveObstacles(training, catalog.workloads)).toMatchObject([{ found: '"training"' }]);
    const yaml = `${small.replace(/ {2}(arrivals|input|output):.*\n/g, "")}  trace: { file: t.csv }\n`;
    const trace = "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03.9799600,374,44\n";
    const files = folderWith({ "a.yaml": yaml, "t.csv": trace });
    const { code, stderr, stdout } = trnsim(["run", "a.yaml", "--load-curve"], files);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^a.yaml:7:10: workload.trace: .*for its load curve/);
  });
});
