/** One thing is counted as one: whatever a command prints of a world with one of everything. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sketchedPercentiles } from "../../src/metrics/sample.ts";
import { requestGroupLines } from "../../src/report/text/request-groups-text.ts";
import { pluralMistakes } from "../plural-mistakes.ts";
import { temporaryFolder, trnsimHere } from "./trnsim.ts";

const small = { model: "llama-3.2-1b", cluster: { instance: "g5.xlarge", count: 1 } };
const step = { kind: "training", sequenceLength: 64, globalBatch: 1 };
const request = {
  kind: "inference",
  arrivals: { kind: "batch", size: 1 },
  requests: 1,
  input: 64,
  output: 2,
};

/** Scenarios with one of what is counted, each with what has to be printed of it. */
const worlds = {
  step: { scenario: { ...small, workload: { ...step, tokens: 64 } }, counts: ["1 chip, 1 rank", "1 step"] },
  request: { scenario: { ...small, workload: request }, counts: ["1 chip, 1 rank"] },
  interruption: {
    scenario: {
      ...small,
      workload: {
        ...step,
        tokens: 2_400_000,
        failures: [{ of: "job", mtbf: "50 min" }],
        checkpoints: { interval: "45 min", stall: "1 s" },
      },
    },
    counts: ["1 interruption,"],
  },
  job: {
    scenario: {
      ...small,
      workload: {
        kind: "queue",
        jobs: { count: 1, rate: "1/h", accelerators: 1, duration: { kind: "exponential", mean: "1 min" } },
      },
    },
    counts: ["$ of idle accelerators       $0\n"],
  },
  late: {
    scenario: { ...small, workload: { ...request, timeout: { total: "1 us" } } },
    counts: ["of 1 request "],
  },
};

describe("a count of one", () => {
  test.each(Object.entries(worlds))("%s", async (name, { scenario, counts }) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "one.yaml"), JSON.stringify({ name, ...scenario }));
    const { stdout, stderr } = await trnsimHere(["run", "one.yaml", "--out", "out"], folder);
    for (const count of counts) expect(stdout).toContain(count);
    const written = readdirSync(join(folder, "out"), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(html|json|md|txt)$/.test(file))
      .map((file) =>
        readFileSync(join(folder, "out", file), "utf8").replace(/<(script|style).*?<\/\1>/gs, ""),
      );
    expect([stdout, stderr, ...written].flatMap(pluralMistakes)).toEqual([]);
  });

  test.each([
    { given: ["sweep", "one.yaml", "--vary", "workload.output=2"] },
    { given: ["compare", "one.yaml"] },
    { given: ["estimate", "--model", "llama-3.2-1b", "--instance", "g5.xlarge"] },
    { given: ["plan", "one.yaml", "--instances", "g5.xlarge", "--counts", "1"] },
    { given: ["topology", "ring:2"] },
    { given: ["check", "one.yaml", "--update"] },
    {
      given: [
        "collective",
        "--op",
        "all-reduce",
        "--instance",
        "g5.12xlarge",
        "--count",
        "1",
        "--ranks",
        "1",
      ],
    },
  ])("$given.0", async ({ given }) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "one.yaml"), JSON.stringify({ name: "one", ...worlds.request.scenario }));
    const { stdout, stderr } = await trnsimHere(given, folder);
    expect(stdout + stderr).not.toBe("");
    expect(pluralMistakes(stdout + stderr)).toEqual([]);
  });
});

test("many are counted whole, not by thousands", () => {
  const figures = { name: "paid", completed: 21_488, failed: 1234 };
  const [line] = requestGroupLines({ classes: [figures] } as unknown as Parameters<
    typeof requestGroupLines
  >[0]);
  expect(line).toEqual(["Class paid", expect.stringMatching(/^answered 21,488 {3}failed 1,234/)]);
  expect(sketchedPercentiles).toContain("1,000,000 latencies");
});
