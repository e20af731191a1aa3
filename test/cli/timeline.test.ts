/** Timelines as a user gets them. Runs the built program; `npm test` builds first. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder, trnsim } from "./trnsim.ts";

interface Event {
  ph: string;
  name: string;
  pid: number;
  tid: number;
  ts: number;
  dur: number;
  args?: { name?: string };
}

test("a training timeline shows every pipeline stage, and its times are those of the summary", () => {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, "step.yaml"),
    `name: step
cluster: { instance: trn1.32xlarge, count: 2 }
model: llama-2-13b
workload:
  kind: training
  sequenceLength: 2048
  globalBatch: 32
  parallelism: { tensor: 8, pipeline: 4, sequence: true }
`,
  );
  expect(trnsim(["run", "step.yaml", "--timeline"], folder).code).toBe(0);
  const read = (name: string) => JSON.parse(readFileSync(join(folder, "results/step/base", name), "utf8"));
  const summary = read("summary.json");
  const { traceEvents } = read("timeline.json") as { traceEvents: Event[] };
  const processes = new Map(
    traceEvents.filter(({ name }) => name === "process_name").map(({ pid, args }) => [pid, args?.name]),
  );
  expect([...processes.values()]).toEqual(
    [0, 1, 2, 3].map((stage) => expect.stringMatching(`^stage ${stage} \\(ranks `)),
  );
  const rows = new Map(
    traceEvents
      .filter(({ name }) => name === "thread_name")
      .map(({ pid, tid, args }) => [`${pid} ${tid}`, args?.name]),
  );
  const sums = new Map<string, number>();
  for (const { ph, name, pid, tid, dur } of traceEvents) {
    if (ph === "X" && rows.get(`${pid} ${tid}`) === "time goes to")
      sums.set(name, (sums.get(name) ?? 0) + dur);
  }
  const wholeUs = 4 * summary.training.step_time_s * 1e6;
  expect(summary.attribution.length).toBeGreaterThan(4);
  for (const { what, fraction } of summary.attribution) {
    expect(Math.abs((sums.get(what) ?? 0) / wholeUs - fraction), what).toBeLessThan(0.001 * fraction + 1e-9);
  }
  const forwards = traceEvents.filter(({ ph, name }) => ph === "X" && name === "forward");
  expect(forwards).toHaveLength(4 * (32 / 2));
});
