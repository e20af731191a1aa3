/** What the played rounds say of the whole run. */
import type { Cluster } from "../../cluster/cluster.ts";
import { ChipAccount, type ChipTime, meanUse } from "../../metrics/chip-account.ts";
import { exchangeUse } from "../chip-use.ts";
import { choicesWithin, type WorkloadResult } from "../workload.ts";
import type { AlignmentOptions } from "./alignment-options.ts";
import type { PlayedRound } from "./rounds.ts";

/** What the result is made of. */
export interface FinishedRounds {
  options: AlignmentOptions;
  cluster: Cluster;
  learner: Cluster;
  engine: Cluster;
  step: WorkloadResult;
  answers: readonly WorkloadResult[];
  /** Remarks on answers that are longer than a training sequence. */
  cut: readonly string[];
  sendNs: number;
  rounds: readonly PlayedRound[];
}

/** The result of a run whose rounds take as long as the simulated ones; without metrics where none came to its end. */
export function alignmentResult(run: FinishedRounds): WorkloadResult {
  const { options, cluster, learner, engine, step, answers, rounds } = run;
  const { training } = step;
  if (training === undefined) throw new Error("a training step without training metrics");
  const apart = options.generation.instances !== undefined;
  const roundNs = meanRoundNs(rounds, apart);
  const elapsedNs = training.startupNs + options.iterations * roundNs;
  const tokens = mean(answers.map(({ inference }) => tokensOf(inference)));
  const round = roundTimes(run, roundNs, apart);
  const bubbleNs = round.find(({ what }) => what === "pipeline bubble")?.chipNs ?? 0;
  // Utilisation is of all chips over the whole round: those of the step, in its part of the time.
  const ofAll = (training.stepNs * learner.chips) / (roundNs * cluster.chips);
  const whole = rounds.length > 0 && {
    training: {
      ...training,
      stepNs: roundNs,
      tokensPerStep: tokens,
      mfu: training.mfu * ofAll,
      hfu: training.hfu * ofAll,
      bubbleFraction: bubbleNs / (roundNs * cluster.chips),
      exposedCommunicationFraction: training.exposedCommunicationFraction * ofAll,
      steps: options.iterations,
      timeToTrainNs: elapsedNs,
    },
    chipTime: [
      { state: "warming" as const, what: "compilation", chipNs: training.startupNs * learner.chips },
      ...round.map((each) => ({ ...each, chipNs: each.chipNs * options.iterations })),
    ],
    produced: { totalTokensPerNs: tokens / roundNs },
    elapsedNs,
  };
  return {
    produced: { totalTokensPerNs: 0 },
    elapsedNs: 0,
    ...whole,
    memory: step.memory && { ...step.memory, parts: ofReference(step.memory.parts) },
    warnings: [...new Set([...run.cut, ...step.warnings, ...answers.flatMap(({ warnings }) => warnings)])],
    restsOn: [...new Set([...step.restsOn, ...answers.flatMap(({ restsOn }) => restsOn)])],
    chosen: {
      ...step.chosen,
      ...Object.fromEntries(
        Object.entries(answers[0]?.chosen ?? {}).map(([name, value]) => [`generation ${name}`, value]),
      ),
      "generation instances": engine.count,
    },
    choices: [...choicesWithin("training", step), ...choicesWithin("generation", answers[0])],
    tables: {
      rounds: {
        columns: ["round", "answers_s", "answered_at_s", "learnt_at_s", "sent_at_s"],
        rows: rounds.map(({ answeredNs, learntNs, sentNs }, round) => [
          round,
          (answers[round]?.elapsedNs ?? 0) / 1e9,
          answeredNs / 1e9,
          learntNs / 1e9,
          sentNs / 1e9,
        ]),
      },
      ...step.tables,
    },
    links: step.links,
    series: answers[0]?.series ?? [],
  };
}

function ofReference({ teacher, ...parts }: NonNullable<WorkloadResult["memory"]>["parts"]) {
  return teacher === undefined ? parts : { ...parts, reference_model: teacher };
}

/** Chips apart run a round ahead: the first round fills that line and says nothing of the pace. */
function meanRoundNs(rounds: readonly PlayedRound[], apart: boolean): number {
  const [first] = rounds;
  const last = rounds[rounds.length - 1];
  if (first === undefined || last === undefined) return 0;
  if (!apart || rounds.length === 1) return last.sentNs / rounds.length;
  return (last.sentNs - first.sentNs) / (rounds.length - 1);
}

/** Chip-time of a mean round; what is left of it is idle. */
function roundTimes(run: FinishedRounds, roundNs: number, apart: boolean): ChipTime[] {
  const { learner, engine, step, sendNs } = run;
  const answers = run.answers.slice(apart && run.answers.length > 1 ? 1 : 0);
  const times = new Map<string, ChipTime>();
  const add = (entry: ChipTime) => {
    const before = times.get(entry.what);
    const chipNs = entry.chipNs + (before?.chipNs ?? 0);
    times.set(entry.what, before ? { ...entry, chipNs, use: meanUse([before, entry]) } : entry);
  };
  for (const { elapsedNs, chipTime = [] } of answers) {
    for (const each of new ChipAccount(engine.chips, elapsedNs, chipTime).entries) {
      add({ ...each, what: `answers: ${each.what}`, chipNs: each.chipNs / answers.length });
    }
  }
  const stepNs = step.training?.stepNs ?? 0;
  const stepTime = (step.chipTime ?? []).filter(({ state }) => state !== "warming");
  const wholeNs = stepTime.reduce((sum, { chipNs }) => sum + chipNs, 0);
  for (const each of stepTime) {
    // To the training step the reference model is a teacher.
    const what = each.what === "teacher" ? "reference model" : each.what;
    add({ ...each, what, chipNs: (each.chipNs / wholeNs) * stepNs * learner.chips });
  }
  add({
    state: "busy",
    what: "weights to the engine",
    chipNs: sendNs * learner.chips,
    use: exchangeUse,
  });
  const idle = (what: string, ns: number) => add({ state: "idle", what, chipNs: Math.max(0, ns) });
  if (apart) {
    const answerNs = mean(answers.map(({ elapsedNs }) => elapsedNs));
    idle("answers: idle", (roundNs - answerNs) * engine.chips);
    idle("training idle", (roundNs - stepNs - sendNs) * learner.chips);
  }
  return [...times.values()];
}

function tokensOf(metrics: WorkloadResult["inference"]): number {
  return metrics ? metrics.totalInputTokens + metrics.totalOutputTokens : 0;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
