/** A run of steps before it starts: how many, what they wait for, and how one is played. */
import type { Target } from "../../../kernel/target.ts";
import type { TimeName } from "../step/stage-account.ts";
import type { StepRun } from "../step/step-run.ts";
import type { CheckpointTraffic } from "./checkpoint-traffic.ts";
import type { InputFeed } from "./input-feed.ts";
import type { Resilience } from "./resilience.ts";
import type { Saver } from "./saver.ts";

/** What is run. */
export interface RunPlan {
  /** Of the whole run. */
  steps: number;
  /** Whether the scenario says how long it is; else one step stands for it, and nothing fails or is saved. */
  isWhole: boolean;
  /** Before the first step, ns, but for what is loaded. */
  startupNs: number;
  /** Loads the state that the run goes on from, with others; nothing to load when absent. */
  load?: ((client: Target, code: number) => void) | undefined;
  /** About what a step takes alone, ns, where other jobs can lengthen it. */
  aloneNs: number;
  /** Whether other jobs can lengthen a step. */
  isShared: boolean;
  /** Failures and checkpoints of the steps that no other job slows; none when absent. */
  resilience?: Resilience | undefined;
  /** What of a step waits for the instances' cards, which checkpoints use too; nothing when absent. */
  crossing?: ReadonlySet<TimeName> | undefined;
  /** Checkpoints on their way beside steps; not played when absent. */
  traffic?: CheckpointTraffic | undefined;
  /** Input that steps wait for; none when absent. */
  input?: InputFeed | undefined;
  /** Saves of the state beside other jobs; none when absent. */
  saver?: Saver | undefined;
  /** Starts step `index` now; calls `done` when all its pipelines have finished. */
  step(index: number, done: (now: number) => void): StepRun[];
}
