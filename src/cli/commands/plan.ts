/** `trnsim plan FILE`: the cheapest way to meet the objectives, over the scenario's `space`. */
import { basename } from "node:path";
import type { Command } from "commander";
import { type Problem, ScenarioError } from "../../base/errors.ts";
import { type Catalog, simulationCatalog } from "../../catalog.ts";
import { choosePrice } from "../../hardware/price.ts";
import { expertCount } from "../../models/layer-kinds.ts";
import { planPage } from "../../report/html/plan-page.ts";
import { jsonText } from "../../report/json.ts";
import { deployHint, deployText } from "../../report/text/deploy-text.ts";
import { planName, plansText } from "../../report/text/plan-text.ts";
import { scalingText } from "../../report/text/scaling-text.ts";
import type { Override } from "../../scenario/override.ts";
import type { ScenarioEntry } from "../../scenario/read-scenarios.ts";
import { leastRun } from "../../simulation/plan.ts";
import type { Scenario } from "../../simulation/scenario.ts";
import { deploymentOf } from "../../study/deploy/launchers.ts";
import { settingOf } from "../../study/deploy/setting.ts";
import { aimOf } from "../../study/plan/aim.ts";
import { confirmed } from "../../study/plan/confirmation.ts";
import { headroomOf } from "../../study/plan/headroom.ts";
import { type PlanReport, planReport, timeOf } from "../../study/plan/plan-report.ts";
import { instancesAtLeast, type PlannedKind, plannedKind } from "../../study/plan/planned-kind.ts";
import { rehearsalOf } from "../../study/plan/rehearsal.ts";
import { searchSteps } from "../../study/plan/search.ts";
import { readSpace } from "../../study/plan/space.ts";
import type { PlanSearch } from "../../study/plan/trial.ts";
import { type Console, processConsole } from "../console.ts";
import { exitCodes } from "../exit-codes.ts";
import { readText, writeText } from "../files.ts";
import { aboutText, pageScripts, reportPath } from "../html-report.ts";
import { searchedOnThreads } from "../plan/search-threads.ts";
import { checkSpace } from "../plan/space-check.ts";
import { type ScalingFlags, scalingPlan, scalingQuestion } from "../plan-scaling.ts";
import { loadScenarios, type ScenarioFlags, withScenarioFlags } from "../scenario-flags.ts";
import { schemaOf } from "../scenario-schema.ts";
import { runEntry } from "../simulations.ts";
import { threadFlags, threadsOf } from "../threads.ts";
import { varied } from "../variables.ts";

interface PlanFlags extends ScenarioFlags, ScalingFlags {
  out: string;
  html?: boolean;
  deploy?: boolean;
  workers?: string;
  objective?: string;
}

/** Gives the command its flags and what it does. */
export function definePlanCommand(command: Command, shipped: Catalog): void {
  withScenarioFlags(command)
    .option("--out <dir>", "folder of reports", "results")
    .option("--workers <count>", "threads of a search that takes long (default: one a core)")
    .option("--html", "write a report, <out>/<file>.html; one for each of several scenarios or variants")
    .option("--deploy", "print the flags of the programs that start the best plan, where they can say it")
    .option(
      "--objective <metric>",
      "what to make best in place of dollars, among plans that meet the objectives: ttftP99, energyKwh, usd_per_million_output_tokens, ...",
    )
    .option("--budget <usd or time>", "which model of the space to train for that: $250,000, 1M, 30 d")
    .option("--life-tokens <count>", "with --budget: tokens served over the model's life, paid from it too")
    .option("--life-utilization <share>", "with --life-tokens: part of the peak at which they are served")
    .option("--law <name or E,A,B,alpha,beta>", "with --budget: the scaling law (default: hoffmann-2022)")
    .addHelpText(
      "after",
      `
The scenario says what must be met and what may vary:
  objectives: { ttftP99: 2 s, tpotP99: 50 ms }
  space:
    cluster.instance: [inf2.48xlarge, trn2.48xlarge, p5.48xlarge]
    cluster.count: 1..64
    workload.batching.maxBatch: 4..64 by x2

Examples:
  $ trnsim plan scenarios/plan-70b.yaml
  $ trnsim plan scenarios/plan-70b.yaml --set workload.arrivals.rate=10/s --html
  $ trnsim plan scenarios/plan-70b.yaml --objective ttftP99 --set objectives.usdPerMonth=200000
  $ trnsim plan scenarios/compute-optimal.yaml --budget 1M --life-tokens 2T --life-utilization 20%`,
    )
    .action(async (file: string, _, called: Command) => {
      const flags = called.optsWithGlobals<PlanFlags>();
      const console = processConsole(flags);
      const question = scalingQuestion(flags);
      if (question && (flags.html || flags.deploy || flags.objective !== undefined)) {
        const path = flags.html ? "--html" : flags.deploy ? "--deploy" : "--objective";
        throw new ScenarioError([{ path, found: "beside --budget", expected: "a search without --budget" }]);
      }
      const { entries, catalog } = await loadScenarios([file], flags, shipped, { plans: false });
      if (question) {
        const answers = entries.map((entry) => scalingPlan(entry, question, { catalog, console }));
        const texts = answers.map((answer) => scalingText(answer, console.style));
        console.print(flags.json ? jsonText(answers) : texts.join("\n\n"));
        if (answers.some(({ rows }) => rows.length === 0)) process.exitCode = exitCodes.infeasible;
        return;
      }
      const searches: FinishedSearch[] = [];
      for (const entry of entries) {
        searches.push(await search(entry, flags, { catalog, console }));
        if (searches.at(-1)?.found.stoppedAfter !== undefined) break;
      }
      if (flags.html) {
        for (const each of searches) {
          const suffix = searches.length > 1 ? `-${each.report.scenario}-${each.report.variant}` : "";
          console.note(`wrote ${writePage(reportPath(flags.out, file, suffix), file, each)}`);
        }
      }
      const reports = searches.map(({ report }) => report);
      if (flags.json) console.print(jsonText(reports));
      else console.print(plansText(reports, console.style, flags.deploy ? deployText : deployHint));
      if (reports.some(({ stopped }) => stopped !== null)) process.exitCode = exitCodes.stoppedEarly;
      else if (reports.some(({ best }) => best === null)) process.exitCode = exitCodes.infeasible;
    });
}

interface FinishedSearch {
  entry: ScenarioEntry<Scenario>;
  found: PlanSearch;
  report: PlanReport;
}

async function search(
  entry: ScenarioEntry<Scenario>,
  flags: PlanFlags,
  { catalog, console }: { catalog: Catalog; console: Console },
): Promise<FinishedSearch> {
  const kind = located(() => plannedKind(catalog.workloads, entry.scenario.workload?.kind), entry.located);
  const schema = schemaOf(catalog);
  const aim = aimOf(flags.objective, kind);
  const space = locatedSpace(entry, kind, { triesEach: !aim.isFewestBest });
  checkSpace(entry, space, schema);
  const scenarioAt = (overrides: readonly Override[]) => varied(entry, overrides, schema);
  const whole = (overrides: readonly Override[]) => runEntry(scenarioAt(overrides), catalog).summary;
  const rehearsal = rehearsalOf(entry.scenario, kind);
  const onTop = rehearsal?.overrides ?? [];
  const simulate = (overrides: readonly Override[]) => whole([...overrides, ...onTop]);
  const question = {
    aim,
    bound(overrides: readonly Override[]) {
      const { scenario } = scenarioAt(overrides);
      const { usdPerHour } = choosePrice(scenario.cluster.instance, scenario.cluster.pricing);
      if (usdPerHour === null) return { usdPerHour, countLeast: 1 };
      return {
        usdPerHour,
        countLeast: instancesAtLeast(scenario, kind),
        runLeast: leastRun(scenario, simulationCatalog(catalog, readText)),
      };
    },
  } as const;
  const searched = await searchedOnThreads(searchSteps(space, question), {
    threads: threadsOf(flags.workers),
    task: {
      file: entry.file,
      flags: threadFlags(flags),
      scenario: entry.scenario.name,
      variant: entry.variant,
    },
    onTop,
    simulate: whole,
    console,
  });
  const isStopped = searched.stoppedAfter !== undefined;
  const found =
    rehearsal && !isStopped
      ? confirmed(searched, space.counts, { whole, shortened: simulate }, aim)
      : searched;
  const [best] = found.plans;
  const rate = arrivalRate(entry.scenario);
  const headroom =
    best && rate !== undefined && !isStopped
      ? headroomOf((multiple) =>
          simulate([
            ...best.overrides,
            { path: ["workload", "arrivals", "rate"], value: `${rate * multiple}/s` },
          ]),
        )
      : null;
  const setting = best && settingOf(scenarioAt(best.overrides).scenario, best.summary, catalog.workloads);
  return {
    entry,
    found,
    report: planReport({ scenario: entry.scenario.name, variant: entry.variant }, found, {
      aim,
      headroom,
      deploy: setting ? deploymentOf(setting) : null,
      rehearsed: rehearsal
        ? {
            whole_s: rehearsal.wholeNs / 1e9,
            shortened_s: rehearsal.shortenedNs / 1e9,
            whole_simulations: found.wholeSimulations ?? 0,
          }
        : null,
    }),
  };
}

function locatedSpace(entry: ScenarioEntry<Scenario>, kind: PlannedKind, how: { triesEach: boolean }) {
  const leaves = leavesExpertsOpen(entry.scenario);
  const inFile = (problem: Problem) => ({ ...problem, file: entry.file });
  return located(() => readSpace(entry.space, kind, { ...how, leavesExpertsOpen: leaves }), inFile);
}

/** What `read` gives; what it refuses, with its place. */
function located<Value>(read: () => Value, place: (problem: Problem) => Problem): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    throw new ScenarioError(error.problems.map(place));
  }
}

/** Whether the model is a mixture of experts, and its scenario does not say how they are spread over ranks. */
function leavesExpertsOpen({ model, workload }: Scenario): boolean {
  const { parallelism, mesh } = workload as { parallelism?: { expert?: unknown }; mesh?: unknown };
  const isWritten = parallelism?.expert !== undefined || mesh !== undefined;
  return !isWritten && expertCount(model?.stack) > 0;
}

/** Arrivals a second, where the scenario states a rate. */
function arrivalRate({ workload }: Scenario): number | undefined {
  const { rate } = (workload as { arrivals?: { rate?: unknown } }).arrivals ?? {};
  return typeof rate === "number" ? rate * 1e9 : undefined;
}

function writePage(path: string, file: string, { entry, found, report }: FinishedSearch): string {
  const points = found.plans.flatMap(({ overrides, usd, summary }) => {
    const time = timeOf(summary);
    const line = {
      set: overrides.map(({ path: at, value }) => `${at.join(".")}=${String(value)}`),
      summary,
    };
    return time === null ? [] : [{ name: planName(line), usd, time }];
  });
  const pace = found.plans[0]?.summary.weighed_by.pace;
  const page = planPage(
    report,
    {
      question: entry.scenario.description ?? `What is the cheapest way to run ${entry.scenario.name}?`,
      points,
      timeLabel: pace ? `${pace.title}, ${pace.unit}` : "",
      source: { file: basename(file), text: readText(file) },
      about: aboutText(),
    },
    pageScripts(),
  );
  writeText(path, page);
  return path;
}
