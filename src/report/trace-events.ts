/**
 * A timeline in the trace-event format, which Perfetto (ui.perfetto.dev) and chrome://tracing open. Groups are processes,
 * rows their threads, times microseconds with three decimals, which is nanoseconds exactly. `otherData` tells the
 * exact time of each row by what was done, also where the timeline had to be sampled.
 */
import type { RecordedRow, TimelineRecorder } from "../metrics/timeline-recorder.ts";

type TraceEvent = { [key: string]: unknown };

/** The JSON text, one event a line. */
export function traceEventsText(timeline: TimelineRecorder, title: string): string {
  const groups = [
    ...new Set([...timeline.rows.map(({ group }) => group), ...timeline.values.map(({ group }) => group)]),
  ];
  const idOf = new Map(groups.map((group, index) => [group, index + 1]));
  const us = (ns: number) => Math.round(ns) / 1000;
  const placeOf = (row: number) => ({
    pid: idOf.get((timeline.rows[row] as RecordedRow).group),
    tid: row + 1,
  });
  const names: TraceEvent[] = [
    ...groups.flatMap((group) => [
      { ph: "M", name: "process_name", pid: idOf.get(group), args: { name: group } },
      { ph: "M", name: "process_sort_index", pid: idOf.get(group), args: { sort_index: idOf.get(group) } },
    ]),
    ...timeline.rows.flatMap(({ name }, row) => [
      { ph: "M", name: "thread_name", ...placeOf(row), args: { name } },
      { ph: "M", name: "thread_sort_index", ...placeOf(row), args: { sort_index: row } },
    ]),
  ];
  const spans = timeline.spans.map(({ row, what, startNs, endNs, details }) => ({
    ph: "X",
    name: what,
    ...placeOf(row),
    ts: us(startNs),
    dur: us(Math.round(endNs) - Math.round(startNs)),
    ...(details && { args: details }),
  }));
  const moments = timeline.moments.map(({ row, what, atNs }) => ({
    ph: "i",
    s: "t",
    name: what,
    ...placeOf(row),
    ts: us(atNs),
  }));
  const values = timeline.values.map(({ group, what, atNs, value }) => ({
    ph: "C",
    name: what,
    pid: idOf.get(group),
    ts: us(atNs),
    args: { value },
  }));
  const events = [...names, ...spans, ...moments, ...values].map((event) => JSON.stringify(event));
  const otherData = {
    title,
    sampled: timeline.isSampled,
    total_ns: timeline.rows.map(({ group, name, totalNs }) => ({
      group,
      name,
      ...Object.fromEntries(totalNs),
    })),
  };
  return `{"displayTimeUnit":"ns","otherData":${JSON.stringify(otherData)},"traceEvents":[\n${events.join(",\n")}\n]}\n`;
}
