/**
 * A run for a person: what was asked, the answer, where the time went, what it costs, what it rests on.
 */
import { metricName, metricText, objectiveText, percent } from "../../base/metric-text.ts";
import { formatBytes, formatCount, formatTime, formatUsd, significant } from "../../base/units.ts";
import type { Summary } from "../../simulation/summary.ts";
import { queueLines } from "./queue-text.ts";
import { requestGroupLines } from "./request-groups-text.ts";
import type { Style } from "./style.ts";
import { trustText } from "./trust-text.ts";

type Line = readonly [label: string, text: string];

/** Several lines of text, without a final line end. */
export function runText(summary: Summary, style: Style): string {
  const { scenario, cluster } = summary;
  const title = scenario.variant === "base" ? scenario.name : `${scenario.name} / ${scenario.variant}`;
  const chips = `${cluster.chips} chip${cluster.chips === 1 ? "" : "s"}`;
  const head = [
    style.bold(title) + (scenario.description ? `  ${scenario.description}` : ""),
    style.dim(
      `${summary.model === null ? "" : `${summary.model} on `}${cluster.instances} x ${cluster.instance} (${chips}, ${cluster.ranks} ranks), ` +
        `${chosenText(summary)}${summary.model === null ? "" : `software ${summary.software}, `}seed ${scenario.seed}`,
    ),
  ];
  const lines: Line[] = [
    ...statusLines(summary, style),
    ...inferenceLines(summary),
    ...(summary.status === "nothing-served" ? [] : unansweredLines(summary, style)),
    ...trainingLines(summary),
    ...ownLines(summary),
    ...stageLines(summary),
    ...queueLines(summary),
    ...jobLines(summary, style),
    ...objectiveLines(summary, style),
    ...uncertaintyLines(summary),
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
  return [...head, ...lines.map(([label, text]) => `  ${label.padEnd(15)} ${text}`)].join("\n");
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

const inMs = (value: number | null) => (value === null ? "-" : formatTime(value * 1e6));

function inferenceLines({ inference }: Summary): Line[] {
  if (inference === undefined) return [];
  const rate = (value: number | null) => (value === null ? "-" : significant(value));
  const writesTokens = inference.unit === "tokens";
  const failed = inference.failed > 0 ? `, ${formatCount(inference.failed, 6)} failed` : "";
  const latency = (name: "ttft" | "tpot" | "itl" | "e2el"): string =>
    (["mean", "median", "p90", "p99"] as const)
      .map((statistic) => `${statistic} ${inMs(inference[`${statistic}_${name}_ms`])}`)
      .join("   ");
  return [
    [
      "Served",
      `${significant(inference.completed, 9)} ${writesTokens ? "requests" : inference.unit}${failed} in ` +
        `${formatTime(inference.duration * 1e9)}${tokensText(inference)}`,
    ],
    [
      "Throughput",
      writesTokens
        ? `${rate(inference.output_throughput)} output tokens/s, ${rate(inference.total_token_throughput)} with input, ` +
          `${rate(inference.request_throughput)} requests/s (goodput ${rate(inference.request_goodput)})`
        : `${rate(inference.request_throughput)} ${inference.unit}/s (goodput ${rate(inference.request_goodput)})` +
          (inference.total_token_throughput === null
            ? ""
            : `, ${rate(inference.total_token_throughput)} input tokens/s`),
    ],
    ...(writesTokens
      ? [
          ["TTFT", latency("ttft")] as Line,
          ["TPOT", latency("tpot")] as Line,
          ["ITL", latency("itl")] as Line,
        ]
      : []),
    ["End to end", latency("e2el")],
    ...requestGroupLines(inference),
    ...(inference.max_kv_cache_use === null
      ? []
      : [
          [
            "Batch, KV cache",
            `${rate(inference.mean_batch_size)} requests in a mean decode step; KV cache at most ${percent(inference.max_kv_cache_use)} full`,
          ] as Line,
        ]),
    ...(inference.prefix_cache_hit_rate === undefined
      ? []
      : [
          [
            "Prefix cache",
            `${percent(inference.prefix_cache_hit_rate)} of ${significant(inference.prefix_cache_blocks ?? 0, 9)} prompt blocks found`,
          ] as Line,
        ]),
  ];
}

/** Requests that got no answer, and why. */
function unansweredLines({ requests }: Pick<Summary, "requests">, style: Style): Line[] {
  const { unanswered = null } = requests ?? {};
  return unanswered === null ? [] : [["Not served", style.bad(unanswered)]];
}

/** Tokens that came and went, where there were any. */
function tokensText({
  unit,
  total_input_tokens: input,
  total_output_tokens: output,
}: NonNullable<Summary["inference"]>): string {
  if (unit === "tokens") return `: ${significant(input, 12)} tokens in, ${significant(output, 12)} out`;
  return unit === "sequences" ? `: ${significant(input, 12)} tokens in` : "";
}

function trainingLines({ training }: Summary): Line[] {
  if (training === undefined) return [];
  const { time_to_train_s: total } = training;
  return [
    ["Step", formatTime(training.step_time_s * 1e9)],
    [
      "Throughput",
      training.tokens_per_s > 0
        ? `${significant(training.tokens_per_s)} tokens/s (${significant(training.tokens_per_s_per_chip)} per chip), ` +
          `${significant(training.sequences_per_s)} sequences/s`
        : `${significant(training.sequences_per_s)} items/s`,
    ],
    [
      "Utilisation",
      `MFU ${percent(training.mfu)}, HFU ${percent(training.hfu)}, bubble ${percent(training.bubble_fraction)}`,
    ],
    ...failureLines(training),
    ...(total === null
      ? []
      : [
          [
            "Time to train",
            `${formatTime(total * 1e9)} for ${significant(training.steps, 9)} steps`,
          ] as const,
        ]),
  ];
}

/** What failures and checkpoints cost, where they are simulated. */
function failureLines(training: NonNullable<Summary["training"]>): Line[] {
  const { interruptions, checkpoints, uptime_fraction, lost_s, causes } = training;
  if (interruptions === undefined || lost_s === undefined) return [];
  const lost = Object.entries(lost_s)
    .filter(([, seconds]) => seconds > 0)
    .map(([what, seconds]) => `${what.replace(/_/g, " ")} ${formatTime(seconds * 1e9)}`);
  const worst = (causes ?? []).slice(0, 3).map(({ cause, interruptions: times, lost_usd: usd }) => {
    return `${cause} (${times}${usd === null ? "" : `, ${formatUsd(usd)}`})`;
  });
  return [
    [
      "Goodput",
      `${percent(training.goodput_fraction)} of the time, ${percent(uptime_fraction ?? 1)} up; ${significant(interruptions, 9)} interruptions, ${significant(checkpoints ?? 0, 9)} checkpoints`,
    ],
    ...(lost.length > 0 ? [["Lost", lost.join(", ")] as Line] : []),
    ...(worst.length > 0 ? [["Most by", worst.join(", ")] as Line] : []),
  ];
}

type JobSummary = NonNullable<Summary["jobs"]>[number];

/** A part of a kind of workload of its own. */
interface OwnFigures {
  [kind: string]: { [metric: string]: number | null } | undefined;
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

/** Metrics that a kind of workload defines for itself. */
function ownLines(part: Pick<Summary, "own_metrics">): Line[] {
  return (part.own_metrics ?? []).flatMap(({ part: kind, name, title, unit }): Line[] => {
    const value = (part as unknown as OwnFigures)[kind]?.[name];
    return typeof value === "number" ? [[title, metricText(value, unit)]] : [];
  });
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

/** Each job of several, and the links on which they met. */
function jobLines({ jobs, shared_links = [] }: Summary, style: Style): Line[] {
  if (jobs === undefined) return [];
  const lines = jobs.flatMap((job): Line[] => [
    [`Job ${job.name}`, jobText(job)],
    ...[
      ...inferenceLines(job as never),
      ...unansweredLines(job, style),
      ...trainingLines(job as never),
      ...ownLines(job as never),
      ...objectiveLines(job, style),
      ...choiceLines(job, style),
      ...job.warnings.map((text): Line => ["Warning", text]),
    ].map(([label, text]): Line => [`  ${label}`, text]),
  ]);
  const links = shared_links.slice(0, 5).map(({ from, to, utilisation, jobs: users }, index): Line => {
    const each = users
      .map(({ name, slowdown }) => `${name} ${significant(slowdown)}x as long there`)
      .join(", ");
    return [index === 0 ? "Shared links" : "", `${from} > ${to} ${percent(utilisation)} used: ${each}`];
  });
  return [...lines, ...links];
}

function jobText({ kind, model, instances, ranks, status, reason, slowdown, elapsed_s }: JobSummary): string {
  const what = model === null ? kind : `${kind} of ${model}`;
  if (status === "out-of-memory") return `${what}: ${reason}`;
  const where = `${instances} instance${instances === 1 ? "" : "s"}, ${ranks} ranks`;
  const pace = slowdown === null ? "" : `, ${significant(slowdown, 4)}x the time it takes alone`;
  return `${what} on ${where}: ${formatTime(elapsed_s * 1e9)}${pace}`;
}

/** What was left open, and how it was settled. */
function choiceLines({ choices }: Pick<Summary, "choices">, style: Style): Line[] {
  return choices.map(
    ({ key, value, why }, index): Line => [
      index === 0 ? "Chosen" : "",
      style.dim(`${key.replace(/^(workload|cluster)\./, "")} ${value}: ${why}`),
    ],
  );
}

function objectiveLines({ objectives }: Pick<Summary, "objectives">, style: Style): Line[] {
  return objectives.map((result, index) => {
    const verdict = result.met ? style.good("met") : style.bad("missed");
    const text = `${objectiveText(result)}: ${verdict}${result.why === null ? "" : `; ${result.why}`}`;
    return [index === 0 ? "Objectives" : "", text];
  });
}

/** Metrics whose bands a person is told; the others follow from them. */
const bandsShown = ["mean_tpot_ms", "mean_ttft_ms", "output_throughput", "step_time_s"];

function uncertaintyLines({ uncertainty, inference }: Summary): Line[] {
  // What is answered in sequences or images has a rate of these.
  const unit = inference?.unit ?? "tokens";
  const metrics = unit === "tokens" ? bandsShown : [...bandsShown, "request_throughput"];
  const shown = (uncertainty ?? []).filter(({ metric }) => metrics.includes(metric));
  return shown.map(({ metric, low, high, coverage, basis, extrapolated }, index) => {
    const name = metricName(metric.replace(/^mean_/, ""));
    const label = index === 0 ? "Error band" : "";
    if (low === null || high === null) {
      const beyond = extrapolated === null ? "" : `, with ${extrapolated}`;
      return [label, `mean ${name}: nothing comparable was measured (${basis})${beyond}`];
    }
    const text = (value: number) =>
      metric.endsWith("_throughput")
        ? `${significant(value)} ${unit}/s`
        : formatTime(value * (metric.endsWith("_ms") ? 1e6 : 1e9));
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

function memoryLines({ memory }: Summary): Line[] {
  if (memory === null || !("per_device_bytes" in memory)) return [];
  const { per_device_bytes: used, capacity_bytes: capacity, ...parts } = memory;
  const split = Object.entries(parts as Record<string, number>)
    .filter(([part]) => part.endsWith("_bytes"))
    .map(([part, bytes]) => `${part.replace(/_bytes$/, "").replace("_", " ")} ${formatBytes(bytes)}`);
  return [["Memory", `${formatBytes(used)} of ${formatBytes(capacity)} per rank: ${split.join(", ")}`]];
}

/** Tokens read and written priced apart, and held against an API, where that is known. */
function apartText(cost: Summary["cost"]): string {
  const { split_usd_per_million_input_tokens: input, split_usd_per_million_output_tokens: output } = cost;
  const { usd_over_api: over } = cost;
  const apart = input && output ? `; apart ${formatUsd(input)} in and ${formatUsd(output)} out` : "";
  return `${apart}${over ? `; ${significant(over)}x what the API asks` : ""}`;
}

function costLines({ cost, energy, inference, training }: Summary): Line[] {
  if (cost.usd_per_hour === null) return [["Cost", "no price is listed"]];
  const dated = [cost.price_option, cost.price_date].filter((each) => each !== null).join(", ");
  const perMillion =
    inference && cost.usd_per_million_output_tokens !== null
      ? `: ${formatUsd(cost.usd_per_million_output_tokens)} per million output tokens${apartText(cost)}`
      : inference && inference.unit !== "tokens" && cost.usd_per_million_requests !== null
        ? `: ${formatUsd(cost.usd_per_million_requests)} per million ${inference.unit}`
        : training && cost.usd_per_million_total_tokens !== null
          ? `: ${formatUsd(cost.usd_per_million_total_tokens * 1000)} per billion tokens`
          : "";
  const total =
    training && cost.usd_total !== null && training.time_to_train_s !== null
      ? `, ${formatUsd(cost.usd_total)} in all`
      : "";
  return [
    [
      "Cost",
      `${formatUsd(cost.usd_per_hour)}/h, ${formatUsd(cost.usd_per_month ?? 0)} a month (${dated})${perMillion}${total}`,
    ],
    [
      "Energy",
      `${significant(energy.kwh)} kWh, ${significant(energy.mean_watts / 1000)} kW on average${typeof energy.co2_kg === "number" ? `, ${significant(energy.co2_kg)} kg of CO2` : ""}`,
    ],
  ];
}

function attributionLines({ attribution }: Summary): Line[] {
  if (attribution.length === 0) return [];
  const shares = attribution.filter(({ fraction }) => fraction >= 0.0005);
  return [["Time goes to", shares.map(({ what, fraction }) => `${what} ${percent(fraction)}`).join(", ")]];
}
