/**
 * A run for a person: what was asked, the answer, where the time went, what it costs, what it rests on.
 */
import { counted } from "../../base/counted.ts";
import { metricName, metricText, percent } from "../../base/metric-text.ts";
import { formatBytes, formatTime, formatUsd } from "../../base/units.ts";
import type { MetricDefinition } from "../../metrics/metric.ts";
import type { Summary } from "../../simulation/summary.ts";
import { costLines } from "./cost-lines.ts";
import { jobLines } from "./job-lines.ts";
import { choiceLines, type Line, linesText, objectiveLines, ownLines } from "./lines.ts";
import { memoryLines } from "./memory-lines.ts";
import { queueLines } from "./queue-text.ts";
import { inferenceLines, unansweredLines } from "./serving-lines.ts";
import type { Style } from "./style.ts";
import { trainingLines } from "./training-lines.ts";
import { trustText } from "./trust-text.ts";
import { wrap } from "./wrap.ts";

/** A metric of a shipped part of summaries. */
interface ShippedMetric extends MetricDefinition {
  of(summary: Summary): number | null | undefined;
}

/** Several lines of text, without a final line end; of `metrics` the headlines that are not told in words. */
export function runText(summary: Summary, metrics: readonly ShippedMetric[], style: Style): string {
  const { scenario, cluster } = summary;
  const title = scenario.variant === "base" ? scenario.name : `${scenario.name} / ${scenario.variant}`;
  const chips = counted(cluster.chips, "chip");
  const head = [
    style.bold(title) + (scenario.description ? `  ${scenario.description}` : ""),
    style.dim(
      `${summary.model === null ? "" : `${summary.model} on `}${cluster.instances} x ${cluster.instance} (${chips}, ${counted(cluster.ranks, "rank")}), ` +
        `${chosenText(summary)}${summary.model === null ? "" : `software ${summary.software}, `}seed ${scenario.seed}`,
    ),
  ];
  const lines: Line[] = [
    ...statusLines(summary, style),
    ...inferenceLines(summary),
    ...(summary.status === "nothing-served" ? [] : unansweredLines(summary, style)),
    ...trainingLines(summary),
    ...headlineLines(summary, metrics),
    ...ownLines(summary),
    ...stageLines(summary),
    ...queueLines(summary),
    ...jobLines(summary, style),
    ...objectiveLines(summary, style),
    ...uncertaintyLines(summary, metrics),
    ...trustLines(summary, style),
    ...linkLines(summary),
    ...memoryLines(summary),
    ...costLines(summary),
    ...attributionLines(summary),
    ...summary.warnings.map((warning): Line => ["Warning", style.warn(warning)]),
    ...choiceLines(summary, style),
    ...summary.assumptions.map(
      (assumption, index): Line => [index === 0 ? "Rests on" : "", style.dim(assumption)],
    ),
  ];
  return [...head.map((text) => wrap(text, style.width)), linesText(lines, style)].join("\n");
}

function headlineLines(summary: Summary, metrics: readonly ShippedMetric[]): Line[] {
  return metrics.flatMap(({ title, unit, isHeadline, isWorded, of }): Line[] => {
    const value = of(summary);
    return !isHeadline || isWorded || typeof value !== "number" ? [] : [[title, metricText(value, unit)]];
  });
}

function chosenText({ chosen }: Summary): string {
  return Object.entries(chosen)
    .map(([name, value]) => `${name} ${value}, `)
    .join("");
}

function statusLines({ status, reason }: Summary, style: Style): Line[] {
  if (status === "completed") return [];
  return [["Status", style.bad(`${status}${reason ? `: ${reason}` : ""}`)]];
}

/** What a pipeline tells of a stage. */
interface StageFigures {
  name: string;
  kind: string;
  model: string | null;
  instance: string;
  instances: number;
  copies: number;
  times: number;
  held_s: number;
  usd: number | null;
  kwh: number;
}

/** Each stage of a pipeline: where it ran, how long, and what that came to. */
function stageLines(summary: Summary): Line[] {
  const { stages = [] } = (summary as { pipeline?: { stages?: readonly StageFigures[] } }).pipeline ?? {};
  return stages.map(({ name, kind, model, instance, instances, copies, times, held_s, usd, kwh }): Line => {
    const what = model === null ? kind : `${kind} of ${model}`;
    const often = [
      ...(copies > 1 ? [`${copies} at once`] : []),
      ...(times > 1 ? [`${times} times`] : []),
    ].map((text) => `, ${text}`);
    const dollars = usd === null ? "no price is listed" : formatUsd(usd);
    return [
      `  ${name}`,
      `${what} on ${instances} x ${instance}${often.join("")}: ${formatTime(held_s * 1e9)}, ${dollars}, ${metricText(kwh, "kWh")}`,
    ];
  });
}

/** The bands that their metrics' definitions want told, and of rates the first: the others follow from it. */
function uncertaintyLines(
  { uncertainty, inference, own_metrics = [] }: Summary,
  shipped: readonly MetricDefinition[],
): Line[] {
  const known = new Set(uncertainty?.map(({ metric }) => metric));
  const told = [...shipped, ...own_metrics].filter(
    ({ band }) =>
      band?.isTold || (band?.isToldInstead && "firstToken" in band && !known.has(band.firstToken as string)),
  );
  const bands = (uncertainty ?? []).flatMap((each) => {
    const unit = told.find(({ name }) => name === each.metric)?.unit;
    return unit === undefined ? [] : [{ ...each, unit }];
  });
  const rate = bands.find(({ unit }) => unit === "/s");
  const shown = bands.filter((each) => each.unit !== "/s" || each === rate);
  return shown.map(({ metric, unit, low, high, coverage, basis, extrapolated }, index) => {
    const name = metricName(metric.replace(/^mean_/, ""));
    const label = index === 0 ? "Error band" : "";
    if (low === null || high === null) {
      const beyond = extrapolated === null ? "" : `, with ${extrapolated}`;
      return [label, `mean ${name}: nothing comparable was measured (${basis})${beyond}`];
    }
    // Rates of serving are of what is answered: tokens, sequences, images.
    const text = (value: number) =>
      metricText(value, unit === "/s" && inference ? `${inference.unit}/s` : unit);
    if (text(low) === text(high))
      return [
        label,
        `mean ${name} ${text(low)}, all that comes, whatever the errors of ${basis} do to times`,
      ];
    const beyond = extrapolated === null ? "" : `; wider, because nothing was measured for ${extrapolated}`;
    return [
      label,
      `mean ${name} ${percent(coverage)} within ${text(low)} to ${text(high)}, from ${basis}${beyond}`,
    ];
  });
}

function trustLines(summary: Summary, style: Style): Line[] {
  const text = trustText(summary);
  if (text === null) return [];
  return [["Trust", summary.trust?.level === "validated" ? text : style.warn(text)]];
}

function linkLines({ hottest_links: links }: Summary): Line[] {
  const [first] = links ?? [];
  if (first === undefined) return [];
  return [
    [
      "Hottest link",
      `${first.from} > ${first.to}: ${percent(first.utilisation)} used, ${formatBytes(first.bytes)} a step`,
    ],
  ];
}

function attributionLines({ attribution }: Summary): Line[] {
  if (attribution.length === 0) return [];
  const shares = attribution.filter(({ fraction }) => fraction >= 0.0005);
  return [["Time goes to", shares.map(({ what, fraction }) => `${what} ${percent(fraction)}`).join(", ")]];
}
