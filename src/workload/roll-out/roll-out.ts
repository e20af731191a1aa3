/**
 * The workload kind `roll-out`: traffic moves step by step from the model of the scenario to a new one in a pool of its own, both
 * on hardware of their own behind one router. Each step is a sample of the serving fleet at its share; when it is over a guard
 * compares what the users of the two saw, and where it does not hold all traffic goes back and the roll-out is over.
 *
 *     | 5 % for an hour | guard | 25 % for an hour | guard | ... | 100 % |        or        | guard does not hold: back to 0 % |
 *
 * Left out: what answers are worth (only times are measured), and requests that are under way when shares change.
 */
import { type Problem, ScenarioError } from "../../base/errors.ts";
import { percent } from "../../base/metric-text.ts";
import { nearest } from "../../base/nearest.ts";
import { formatTime } from "../../base/units.ts";
import type { World } from "../../cluster/world.ts";
import type { Target } from "../../kernel/target.ts";
import type { MetricDefinition } from "../../metrics/metric.ts";
import type { InferenceShape } from "../inference/inference.ts";
import { playAlone } from "../play-alone.ts";
import {
  choicesWithin,
  type Workload,
  type WorkloadKind,
  type WorkloadResult,
  type WorkloadSetting,
} from "../workload.ts";
import { type RollOutOptions, rollOutOptions } from "./roll-out-options.ts";
import { heldOver, type PlayedStep, playedStep } from "./roll-out-step.ts";

const metrics: readonly MetricDefinition[] = [
  {
    name: "final_share",
    title: "New model's share",
    unit: "fraction",
    better: "higher",
    meaning: "of the traffic at the end; 0 where it was rolled back",
    isHeadline: true,
  },
  { name: "steps", title: "Steps taken", unit: "count", better: null },
  {
    name: "rolled_back",
    title: "Rolled back",
    unit: "count",
    better: "lower",
    meaning: "1 where the guard did not hold",
    isHeadline: true,
  },
  {
    name: "exposed_fraction",
    title: "Seen by users",
    unit: "fraction",
    better: null,
    meaning: "share of the new model in the traffic of the whole roll-out",
  },
  {
    name: "elapsed_s",
    title: "Roll-out",
    unit: "s",
    better: "lower",
    meaning: "from the first step to the end of the last",
    isHeadline: true,
    isPace: true,
  },
];

/** The workload kind `roll-out` over the kind `inference`. */
export function rollOutWorkload(
  inference: WorkloadKind<InferenceShape>,
): WorkloadKind<ReturnType<typeof rollOutOptions>> {
  return {
    name: "roll-out",
    help: "traffic moves step by step to a new model in a pool of a serving fleet, while a guard holds",
    options: rollOutOptions(inference.options),
    stack: "inference",
    metrics,
    create: (options, setting) => new RollOut(inference, options, setting),
  };
}

class RollOut implements Workload, Target {
  readonly #options: RollOutOptions;
  readonly #setting: WorkloadSetting;
  /** Those that were taken: up to the first at which the guard did not hold. */
  readonly #steps: readonly PlayedStep[];
  #world!: World;

  constructor(inference: WorkloadKind, options: RollOutOptions, setting: WorkloadSetting) {
    this.#options = options;
    this.#setting = setting;
    checkRollOut(options);
    const steps: PlayedStep[] = [];
    for (const [index, step] of options.steps.entries()) {
      const result = this.#serve(inference, step.share, index);
      const before = steps.at(-1);
      const played = playedStep(options, { step, result, before });
      steps.push(played);
      if (!played.holds) break;
    }
    this.#steps = steps;
  }

  start(world: World): void {
    const { owner = 0, timeline } = this.#setting;
    this.#world = world;
    world.board.begins(owner);
    let at = world.simulator.now;
    for (const { share, forNs } of this.#steps) {
      timeline?.span(timeline.row("roll-out", "share of the new model"), percent(share), at, at + forNs);
      at += forNs;
    }
    world.simulator.scheduleAt(at, this, 0);
  }

  handle(): void {
    this.#world.board.ends(this.#setting.owner ?? 0);
  }

  result(): WorkloadResult {
    const steps = this.#steps;
    const last = steps.at(-1) as PlayedStep;
    const elapsedNs = steps.reduce((sum, { forNs }) => sum + forNs, 0);
    const exposedNs = steps.reduce((sum, { share, forNs }) => sum + share * forNs, 0);
    const { results, rows } = {
      results: steps.map(({ result }) => result),
      rows: steps.map(({ row }) => row),
    };
    return {
      own: {
        final_share: last.holds ? last.share : 0,
        steps: steps.length,
        rolled_back: last.holds ? 0 : 1,
        exposed_fraction: exposedNs / elapsedNs,
        elapsed_s: elapsedNs / 1e9,
      },
      ownDetails: { steps: rows },
      ...heldOver(steps),
      elapsedNs,
      paceNs: elapsedNs,
      memory: results[0]?.memory,
      warnings: [
        ...(last.holds ? [] : [`rolled back after ${percent(last.share)}: ${last.verdict}`]),
        ...fewAnswers(this.#options, steps),
        ...new Set(results.flatMap(({ warnings }) => warnings)),
      ],
      assumptions: [
        `each step is like the ${formatTime(results[0]?.elapsedNs ?? 0)} of it that are simulated`,
        ...new Set(results.flatMap(({ assumptions = [] }) => assumptions)),
      ],
      restsOn: [...new Set(results.flatMap(({ restsOn }) => restsOn))],
      chosen: { ...results[0]?.chosen, steps: `${steps.length} of ${this.#options.steps.length}` },
      choices: choicesWithin("serving", results[0]),
      tables: { steps: { columns: Object.keys(rows[0] ?? {}), rows: rows.map((row) => Object.values(row)) } },
      series: [],
    };
  }

  /** A sample of the fleet with such a share of its traffic on the new model. */
  #serve(inference: WorkloadKind, share: number, index: number): WorkloadResult {
    const { serving, pool } = this.#options;
    const { cluster, fidelity, storage, eventsMost, streams } = this.#setting;
    const pools = serving.pools.map((each) => ({ ...each, weight: each.name === pool ? share : 0 }));
    const written = { ...serving, pools, router: { kind: "weighted" }, ownWeight: 1 - share };
    try {
      const workload = inference.create(written, {
        ...this.#setting,
        owner: 0,
        objectives: {},
        streams: streams.within(`step ${index}`),
        isWritten: (path) => this.#setting.isWritten(path.replace(/^workload/, "workload.serving")),
        timeline: undefined,
      });
      return playAlone(workload, cluster, {
        name: `step ${index} of a roll-out`,
        fidelity,
        storage,
        eventsMost,
      }).result;
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      const moved = (problem: Problem) => ({
        ...problem,
        path: problem.path?.replace(/^workload/, "workload.serving"),
      });
      throw new ScenarioError(error.problems.map(moved) as Problem[]);
    }
  }
}

/** Steps of so few answers that a 99th percentile of them is the slowest one. */
function fewAnswers({ guard }: RollOutOptions, steps: readonly PlayedStep[]): string[] {
  if (guard?.metric.endsWith("P99") !== true) return [];
  return steps.flatMap(({ share, row }) =>
    Number(row.completed_new) >= 100
      ? []
      : [
          `at ${percent(share)} the new model gave ${row.completed_new} answers: of fewer than 100 ${guard.metric} is about the slowest one`,
        ],
  );
}

/** Throws a `ScenarioError` for a pool that is none, shares that go back, and a step that leaves no old model to compare with. */
function checkRollOut({ serving, pool, steps, guard }: RollOutOptions): void {
  const names = serving.pools.map(({ name }) => name);
  const hint = nearest(pool, names);
  const problems: Problem[] = [
    ...(names.includes(pool)
      ? []
      : [
          {
            path: "workload.pool",
            found: pool,
            expected: "the name of a pool of serving",
            ...(hint !== undefined && { nearest: hint }),
          },
        ]),
    ...steps.flatMap(({ share }, index): Problem[] => {
      const before = steps[index - 1]?.share ?? 0;
      if (share > before) return [];
      const path = `workload.steps[${index}].share`;
      return [
        { path, found: percent(share), expected: `more than the ${percent(before)} of the step before` },
      ];
    }),
    ...(guard?.worseBy !== undefined && steps[0]?.share === 1
      ? [
          {
            path: "workload.guard.worseBy",
            found: "no step in which both models answer",
            expected: "a first step below 100 %, or atMost",
          },
        ]
      : []),
  ];
  if (problems.length > 0) throw new ScenarioError(problems);
}
