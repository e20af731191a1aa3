/** A plan search for a person: the answer first, then the runner-up, what binds, head-room, and the other plans. */
import { counted } from "../../base/counted.ts";
import { metricText, objectiveText, percent } from "../../base/metric-text.ts";
import { formatTime, formatUsd, significant } from "../../base/units.ts";
import type { Deployment } from "../../study/deploy/launchers.ts";
import type { PlanLine, PlanReport } from "../../study/plan/plan-report.ts";
import type { Style } from "./style.ts";
import { textTable } from "./text-table.ts";
import { trustText } from "./trust-text.ts";
import { wrap } from "./wrap.ts";

/** How to start the best plan: that there are flags of programs, or the flags. */
export type DeployForm = (deploy: Deployment, style: Style) => string;

/** Several searches, each under the name of its scenario and variant; one alone without. */
export function plansText(reports: readonly PlanReport[], style: Style, deployForm: DeployForm): string {
  const texts = reports.map((report) => {
    const text = planText(report, style);
    return report.deploy === null ? text : `${text}\n${deployForm(report.deploy, style)}`;
  });
  if (texts.length === 1) return texts[0] as string;
  const titles = reports.map(({ scenario, variant }) =>
    style.bold(variant === "base" ? scenario : `${scenario} / ${variant}`),
  );
  return texts.map((text, index) => `${titles[index]}\n${text}`).join("\n\n");
}

/** Where a search was stopped, what that means; empty where it came to its end. */
export function stoppedSentence({ stopped, searched }: PlanReport): string {
  if (stopped === null) return "";
  const { after_combinations: after, not_reached: unreached } = stopped;
  const rest = unreached.length > 0 ? ` Not reached: ${unreached.join(", ")}.` : "";
  return `Stopped after ${after} of ${counted(searched.combinations, "combination")}: what follows was found by then, and what was not looked into may do as well or be cheaper.${rest}`;
}

function planText(report: PlanReport, style: Style): string {
  const stopped = stoppedSentence(report);
  const text = searchText(report, style);
  return stopped === "" ? text : `${wrap(style.warn(stopped), style.width)}\n${text}`;
}

function searchText(report: PlanReport, style: Style): string {
  const { best, closest, top } = report;
  const say = (sentence: string) => wrap(sentence, style.width);
  const searchedText = say(style.dim(`searched ${searchedWords(report)}`));
  if (best === null) {
    const lines = closest
      ? [
          `closest: ${planName(closest.plan)} at ${priceText(closest.plan, report)}, which misses ${closest.missed.join(", ")}`,
        ]
      : [];
    return [
      style.bad(`No plan${report.stopped === null ? "" : " that was looked into"} meets the objectives.`),
      ...lines.map(say),
      hardwareText(report, style),
      searchedText,
    ].join("\n");
  }
  return [
    ...planSentences(report).map((sentence, index) => say(index === 0 ? style.bold(sentence) : sentence)),
    hardwareText(report, style),
    ...report.warnings.map((warning) => say(style.warn(`Warning: ${warning}`))),
    plansTable(top, report, style.width),
    searchedText,
    ...setLines(best),
  ].join("\n");
}

/** How wide a search was. What is refused before it is simulated is so with each number of instances. */
export function searchedWords({ searched, stopped }: Pick<PlanReport, "searched" | "stopped">): string {
  const { combinations, simulations, pruned, skipped, each_count: triesEach } = searched;
  const counts = triesEach ? "each number of instances of the space" : "as many instances as it takes";
  const part = stopped === null ? "" : `${significant(stopped.after_combinations, 6)} of `;
  const few = `${part}${counted(combinations, "combination")} of settings, each on ${counts}`;
  const refused = skipped > 0 ? `, ${significant(skipped, 6)} refused (they do not divide or fit)` : "";
  const dear = pruned > 0 ? `; ${counted(pruned, "combination")} dearer than the plans in hand` : "";
  return `${few}: ${counted(simulations, "simulation")}${refused}${dear}`;
}

/** The answer in sentences, for text and page alike; empty without a plan. */
export function planSentences(report: PlanReport): string[] {
  const { best, runner_up: second, binding, smaller, fewer, headroom, rehearsed } = report;
  if (best === null) return [];
  const { aim } = report;
  const sentences = [
    `${aim === null ? "Cheapest" : `Best by ${aim.title}`}: ${planName(best)} ${offerText(best, report)}.`,
  ];
  sentences.push(
    second
      ? `On other hardware: ${planName(second)} ${offerText(second, report)}, ${significant(second.usd / best.usd)}x.`
      : report.hardware.length > 1
        ? `No other hardware of the space meets the objectives${aim === null || report.searched.pruned > 0 ? " at a comparable price" : ""}.`
        : report.stopped !== null
          ? `Nothing but ${best.summary.cluster.instance} was tried before the search was stopped.`
          : `Nothing but ${best.summary.cluster.instance} was tried: a list under cluster.instance in the scenario's space has others tried.`,
  );
  if (binding)
    sentences.push(`Closest to its limit: ${binding.objective}, at ${percent(binding.used)} of it.`);
  if (smaller)
    sentences.push(
      `On fewer instances: ${planName(smaller)} ${offerText(smaller, report)}, ${significant(smaller.usd / best.usd)}x.`,
    );
  else if (fewer) sentences.push(`The same settings on fewer instances do not do: with ${fewer}.`);
  if (headroom !== null)
    sentences.push(`It bears ${significant(headroom)}x the load before an objective is missed.`);
  if (rehearsed !== null) sentences.push(rehearsedText(rehearsed));
  const trust = trustText(best.summary);
  if (trust !== null) sentences.push(`How far to trust it: ${trust}.`);
  return sentences;
}

/** How the answer was found where the load was shortened for the search. */
function rehearsedText({
  whole_s: whole,
  shortened_s: shortened,
  whole_simulations: simulations,
}: NonNullable<PlanReport["rehearsed"]>): string {
  const before = simulations > 1 ? `, after ${simulations - 1} that missed there` : "";
  const searched = `Searched on the load shortened ${significant(whole / shortened)}-fold (${formatTime(1e9 * shortened)} for ${formatTime(1e9 * whole)}, a wave with it)`;
  if (simulations === 0) return `${searched}; no plan was simulated whole.`;
  return `${searched}; the cheapest plan was simulated whole${before}, the others and how much load it bears were not.`;
}

/** `3 x trn2.48xlarge, tensor 16, maxBatch 32`; of what was left open, what was chosen. */
export function planName({ set, summary }: Pick<PlanLine, "set" | "summary">): string {
  const chosen = new Map(summary.choices.map(({ key, value }) => [key, value]));
  const rest = set
    .map((text) => text.split("=") as [string, string])
    .filter(([path]) => path !== "cluster.count" && path !== "cluster.instance")
    .map(([path, value]) => {
      const settled = value === "auto" ? (chosen.get(path) ?? value) : value;
      return `${path.slice(path.lastIndexOf(".") + 1)} ${settled}`;
    });
  return [`${summary.cluster.instances} x ${summary.cluster.instance}`, ...rest].join(", ");
}

/** Price of a plan in the currency of the search. */
function priceText({ usd, summary }: PlanLine, { usd_is }: PlanReport): string {
  const { usd_per_month: aMonth } = summary.cost;
  const month = usd_is === "per hour" && aMonth !== null ? ` (${formatUsd(aMonth)} a month)` : "";
  return `${formatUsd(usd)} ${usd_is}${month}`;
}

/** `at $190 per hour`; what is aimed at before it. */
function offerText(line: PlanLine, report: PlanReport): string {
  const { aim, columns } = report;
  const price = `at ${priceText(line, report)}`;
  if (aim === null) return price;
  const value = line.values[columns.findIndex(({ path }) => path === aim.path)] ?? null;
  return `with ${metricText(value, aim.unit)}, ${price}`;
}

/** Titles and cells of the plans in `lines`: name, dollars, then what tells them apart. */
export function plansTableOf(lines: readonly PlanLine[], { usd_is, columns }: PlanReport) {
  return {
    columns: ["Plan", `$ ${usd_is}`, ...columns.map(({ title }) => title), "Trust"],
    rows: lines.map((line) => [
      planName(line),
      formatUsd(line.usd),
      ...line.values.map((value, index) => metricText(value, columns[index]?.unit ?? "count")),
      line.summary.trust?.level ?? "-",
    ]),
  };
}

/** The best plan of each kind of hardware that has one; none where none has. */
export function hardwareTableOf(report: PlanReport) {
  const having = report.hardware.flatMap(({ plan }) => (plan === null ? [] : [plan]));
  if (having.length === 0) return undefined;
  const { columns, rows } = plansTableOf(having, report);
  return { columns: ["Best of each hardware", ...columns.slice(1)], rows };
}

/** Why each other kind of hardware has none. */
export function hardwareWithout({ hardware }: PlanReport): string[] {
  return hardware.flatMap(({ instance, why }) => (why === null ? [] : [`${instance} does not do: ${why}`]));
}

function hardwareText(report: PlanReport, style: Style): string {
  const table = hardwareTableOf(report);
  const shown = table ? [textTable(table.columns, table.rows, { width: style.width, leftColumns: 1 })] : [];
  return [...shown, ...hardwareWithout(report).map((sentence) => wrap(sentence, style.width))].join("\n");
}

function plansTable(top: readonly PlanLine[], report: PlanReport, width: number): string {
  if (top.length === 0) return "";
  const { columns, rows } = plansTableOf(top, report);
  return textTable(columns, rows, { width, leftColumns: 1 });
}

function setLines({ set, summary }: PlanLine): string[] {
  const objectives = summary.objectives.map(objectiveText);
  return [
    ...(summary.requests?.unanswered ? [`Not served: ${summary.requests.unanswered}`] : []),
    ...(objectives.length > 0 ? [`Objectives: ${objectives.join(", ")}`] : []),
    `Simulate it: ${set.map((text) => `--set '${text}'`).join(" ")}`,
  ];
}
