/**
 * Copies of a pipeline that are not alike: each data-parallel rank has a speed of its own (jitter, stragglers), and the
 * gradients of a stage are exchanged, bucket by bucket, once all copies have theirs. Copies that do not differ are folded into
 * one. Beside other jobs each copy plays what its own ranks exchange, and the slowest one what all exchange together.
 */
import { randomNormal } from "d3-random";
import type { Random } from "../../../base/random.ts";
import type { Simulator } from "../../../kernel/simulator.ts";
import type { Schedule } from "../schedules/schedule.ts";
import type { PassTime } from "../stage/pass-time.ts";
import type { Copy } from "../stage/stage-plays.ts";
import type { StagePlays, StageTimes } from "../stage/stage-times.ts";
import type { TrainingOptions } from "../training-options.ts";
import { Pipeline } from "./pipeline.ts";
import type { GradientMeeting, PipelineOptions } from "./pipeline-options.ts";

/** Slowness of each of `data` ranks: 1 is as planned, 1.5 takes half as long again. */
export function slownessOf(
  { jitter, slowRanks, slowdown }: NonNullable<TrainingOptions["stragglers"]>,
  data: number,
  random: Random,
): number[] {
  const normal = randomNormal.source(random)(0, jitter);
  const slow = Math.round(slowRanks * data);
  return Array.from(
    { length: data },
    (_, rank) => Math.max(0.5, 1 + normal()) * (rank < slow ? slowdown : 1),
  );
}

/** Copies by their slowness, the slowest of which plays what all exchange together: the others are ready before. */
export function copiesOf(slowness: readonly number[]): Copy[] {
  const slowest = slowestOf(slowness);
  return slowness.map((_, index) => ({ index, speaks: index === slowest }));
}

function slowestOf(slowness: readonly number[]): number {
  return slowness.indexOf(Math.max(...slowness));
}

/** Starts one pipeline a rank on `simulator`; they meet before each stage's exchange. The slowest comes first in the result. */
export function startReplicas(
  simulator: Simulator,
  times: readonly StageTimes[],
  plan: {
    schedule: Schedule;
    microBatches: number;
    slowness: readonly number[];
    /** What each copy plays on shared links, by stage; nothing where it meets nobody. */
    plays?: readonly (readonly StagePlays[])[] | undefined;
    options?: PipelineOptions;
  },
): Pipeline[] {
  const { schedule, microBatches, slowness, plays, options } = plan;
  const pipelines: Pipeline[] = [];
  const stagesOf = (index: number) => pipelines.flatMap(({ stages }) => stages[index] ?? []);
  const latest = times.map(({ buckets }) => new Array<number>(buckets - 1).fill(0));
  const reported = times.map(() => ({ buckets: 0, gradients: 0 }));
  const meeting: GradientMeeting = {
    bucketsReady(stage, readyNs) {
      const last = latest[stage] as number[];
      for (const [bucket, ns] of readyNs.entries()) last[bucket] = Math.max(last[bucket] as number, ns);
      const count = reported[stage] as (typeof reported)[number];
      if (++count.buckets === slowness.length) for (const each of stagesOf(stage)) each.exchangeBuckets(last);
    },
    gradientsReady(stage, now) {
      const count = reported[stage] as (typeof reported)[number];
      if (++count.gradients === slowness.length) for (const each of stagesOf(stage)) each.proceed(now);
    },
  };
  let unfinished = slowness.length;
  const done = (now: number) => {
    unfinished--;
    if (unfinished === 0) options?.done?.(now);
  };
  const slowest = slowestOf(slowness);
  slowness.forEach((factor, rank) => {
    const own = times.map((stage, index) => ({ ...slowed(stage, factor), plays: plays?.[rank]?.[index] }));
    const timeline = rank === slowest ? options?.timeline : undefined;
    pipelines.push(new Pipeline(own, schedule, microBatches, { ...options, timeline, meeting, done }));
  });
  for (const pipeline of pipelines) pipeline.start(simulator);
  return pipelines;
}

function slowed(times: StageTimes, factor: number): StageTimes {
  const pass = (parts: PassTime): PassTime => ({
    ...parts,
    compute: parts.compute * factor,
    memory: parts.memory * factor,
    overhead: parts.overhead * factor,
  });
  return {
    ...times,
    forward: pass(times.forward),
    backward: pass(times.backward),
    weight: pass(times.weight),
    recompute: pass(times.recompute),
    teacher: pass(times.teacher),
    optimizerNs: times.optimizerNs * factor,
  };
}
