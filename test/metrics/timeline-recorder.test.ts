import { expect, test } from "vitest";
import { TimelineRecorder } from "../../src/metrics/timeline-recorder.ts";
import { traceEventsText } from "../../src/report/trace-events.ts";

test("a timeline stays bounded, keeps long spans, and sums what it was told", () => {
  const timeline = new TimelineRecorder(1000);
  const row = timeline.row("replica 0", "engine");
  for (let index = 0; index < 100_000; index++) timeline.span(row, "decode", index * 10, index * 10 + 7);
  timeline.span(row, "prefill", 1_000_000, 1_500_000);
  expect(timeline.spans.length).toBeLessThan(1000);
  expect(timeline.isSampled).toBe(true);
  expect(timeline.spans.some(({ what }) => what === "prefill")).toBe(true);
  expect(timeline.rows[row]?.totalNs.get("decode")).toBe(700_000);
});

test("trace events are true to the nanosecond and name groups and rows", () => {
  const timeline = new TimelineRecorder();
  const row = timeline.row("stage 3", "compute");
  expect(timeline.row("stage 3", "compute")).toBe(row);
  timeline.span(row, "forward", 1_234_567_891, 1_234_567_899, { microBatch: 2 });
  timeline.moment(row, "done", 1_234_567_899);
  timeline.counter("stage 3", "queue", 5, 4);
  const { traceEvents } = JSON.parse(traceEventsText(timeline, "t"));
  const of = (ph: string) => traceEvents.find((event: { ph: string }) => event.ph === ph);
  expect(of("X")).toMatchObject({ name: "forward", ts: 1_234_567.891, dur: 0.008, args: { microBatch: 2 } });
  expect(of("i").ts).toBe(1_234_567.899);
  expect(of("C")).toMatchObject({ name: "queue", args: { value: 4 }, ts: 0.005 });
  expect(traceEvents.filter(({ name }: { name: string }) => name === "thread_name")).toHaveLength(1);
});
