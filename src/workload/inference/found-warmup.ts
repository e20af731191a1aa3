/** `warmup: auto`: a first run in which everything counts shows how long the latencies take to settle. */
import { ScenarioError } from "../../base/errors.ts";
import { warmupOf } from "../../metrics/steady-state.ts";
import type { Table } from "../../metrics/table.ts";
import type { Pilot } from "../workload.ts";
import type { InferenceOptions } from "./inference-options.ts";

/** Whole milliseconds: what a scenario can write. */
const grainNs = 1e6;

/** The run that finds the warm-up; undefined where the scenario says how long it is. */
export function warmupPilot(options: InferenceOptions): Pilot<InferenceOptions> | undefined {
  if (options.warmup !== "auto") return undefined;
  return {
    options: { ...options, warmup: 0 },
    settle(result) {
      const answered = answeredOf(result?.tables.requests);
      const left = warmupOf(answered.map(({ latencyMs }) => latencyMs));
      const warmupNs = Math.floor(((answered[left ?? 0]?.arrivalS ?? 0) * 1e9) / grainNs) * grainNs;
      const warmup = left === null || left === 0 ? 0 : warmupNs;
      return {
        options: { ...options, warmup },
        choices: [
          {
            key: "workload.warmup",
            value: `${warmup / 1e9} s`,
            why: "by MSER-5 on end-to-end latencies, in order of arrival, of a run in which all count",
          },
        ],
        warnings:
          left === null
            ? [
                "warmup: auto found no steady state within half of the run: nothing is left out; the run is too short, or overloaded",
              ]
            : [],
      };
    },
  };
}

/** How long the warm-up is, ns. Throws a `ScenarioError` for `auto` where no first run was made: in a part of another workload. */
export function writtenWarmup({ warmup = 0 }: InferenceOptions): number {
  if (warmup !== "auto") return warmup;
  const expected = "a time: only a serving workload of its own finds its warm-up, no part of another";
  throw new ScenarioError([{ path: "workload.warmup", found: "auto", expected }]);
}

/** Answered requests in order of arrival. */
function answeredOf(table: Table | undefined): { arrivalS: number; latencyMs: number }[] {
  if (table === undefined) return [];
  const at = (column: string) => table.columns.indexOf(column);
  const [arrival, latency] = [at("arrival_s"), at("e2el_ms")];
  return [...table.rows]
    .flatMap((row) => {
      const [arrivalS, latencyMs] = [row[arrival], row[latency]];
      return typeof arrivalS === "number" && typeof latencyMs === "number" ? [{ arrivalS, latencyMs }] : [];
    })
    .sort((one, other) => one.arrivalS - other.arrivalS);
}
