/**
 * The workload kind `pipeline`: jobs that need each other's results, each a workload of any other kind on instances of its
 * own or of the scenario. A stage is simulated once by itself and then run as often as it is asked for; what stages share is
 * the cluster of the scenario, one at a time, and the places from which artefacts are fetched.
 *
 * Left out: links between clusters beyond their cards, hours between asking for instances and having them, and what a stage
 * would do differently the second time.
 */
import { ScenarioError } from "../../base/errors.ts";
import type { World } from "../../cluster/world.ts";
import type { PartCatalog } from "../played-part.ts";
import type { Workload, WorkloadKind, WorkloadResult, WorkloadSetting } from "../workload.ts";
import { type PipelineOptions, pipelineOptions } from "./pipeline-options.ts";
import { pipelineMetrics, pipelineResult } from "./pipeline-result.ts";
import { PipelineRun, type StageRun } from "./pipeline-run.ts";
import { type PlannedStage, planStage } from "./planned-stage.ts";
import { windowProblems } from "./purchase-windows.ts";
import { orderProblems } from "./stage-order.ts";

/** The workload kind `pipeline` over this catalog. */
export function pipelineWorkload(catalog: PartCatalog): WorkloadKind<ReturnType<typeof pipelineOptions>> {
  return {
    name: "pipeline",
    help: "stages that need each other's results, each a workload with instances, a price and artefacts of its own",
    needsNoModel: true,
    options: pipelineOptions(catalog),
    metrics: pipelineMetrics,
    create: (options, setting) => new Pipeline(catalog, options, setting),
  };
}

class Pipeline implements Workload {
  readonly #setting: WorkloadSetting;
  readonly #stages: readonly PlannedStage[];
  readonly #runs: readonly StageRun[];
  #run: PipelineRun | undefined;
  #startNs = 0;
  #endNs: number | undefined;

  constructor(catalog: PartCatalog, { stages }: PipelineOptions, setting: WorkloadSetting) {
    const problems = [
      ...orderProblems(stages),
      ...stages.flatMap(({ cluster }, index) =>
        cluster?.windows ? windowProblems(cluster.windows, `workload.stages[${index}].cluster.windows`) : [],
      ),
    ];
    if (problems.length > 0) throw new ScenarioError(problems);
    this.#setting = setting;
    this.#stages = planned(stages, (options, index) => planStage(catalog, options, { index, setting }));
    const names = stages.map(({ name }) => name);
    this.#runs = this.#stages.map(({ options, cluster, isShared, workNs, waiting }) => ({
      name: options.name,
      needs: [...new Set(options.needs)].map((need) => names.indexOf(need)),
      isShared,
      copies: options.copies,
      times: options.times,
      everyNs: options.every,
      workNs,
      fetchBandwidth: (cluster.chips / cluster.instance.chips) * cluster.instance.scaleOut.bandwidth,
      artefact: options.artefact,
      windows: options.cluster?.windows,
      waiting,
    }));
  }

  start(world: World): void {
    const { owner = 0 } = this.#setting;
    world.board.begins(owner);
    this.#startNs = world.simulator.now;
    const over = (now: number) => {
      this.#endNs = now;
      this.#tell();
      world.board.ends(owner);
    };
    this.#run = new PipelineRun(world, { stages: this.#runs, owner, over });
    this.#run.start();
  }

  result({ simulator }: World): WorkloadResult {
    return pipelineResult({
      stages: this.#stages,
      runs: this.#runs,
      visits: this.#run?.visits ?? [],
      elapsedNs: (this.#endNs ?? simulator.now) - this.#startNs,
      setting: this.#setting,
    });
  }

  /** Each time of each stage as a span. */
  #tell(): void {
    const { timeline } = this.#setting;
    if (timeline === undefined) return;
    for (const { stage, startNs, fetchedNs, endNs } of this.#run?.visits ?? []) {
      const { options } = this.#stages[stage] as PlannedStage;
      const row = timeline.row("stages", options.name);
      if (fetchedNs > startNs) timeline.span(row, "fetching artefacts", startNs, fetchedNs);
      timeline.span(row, options.name, fetchedNs, endNs);
    }
  }
}

/** All of `stages` made ready by `plan`; what is wrong with any of them is told at once. */
function planned<Stage, Planned>(
  stages: readonly Stage[],
  plan: (stage: Stage, index: number) => Planned,
): Planned[] {
  const problems: ScenarioError["problems"][number][] = [];
  const ready = stages.flatMap((stage, index) => {
    try {
      return [plan(stage, index)];
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new ScenarioError(problems);
  return ready;
}
