/** What a run says of training: steps, pipeline, and what failures made of it. */
import { counted } from "../../base/counted.ts";
import { percent } from "../../base/metric-text.ts";
import { formatTime, formatUsd, significant } from "../../base/units.ts";
import type { Summary } from "../../simulation/summary.ts";
import type { Line } from "./lines.ts";

/** Steps, throughput, memory and failures of training; nothing of other kinds. */
export function trainingLines({ training }: Summary): Line[] {
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
      : [["Time to train", `${formatTime(total * 1e9)} for ${counted(training.steps, "step")}`] as const]),
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
      `${percent(training.goodput_fraction)} of the time, ${percent(uptime_fraction ?? 1)} up; ${counted(interruptions, "interruption")}, ${counted(checkpoints ?? 0, "checkpoint")}`,
    ],
    ...(lost.length > 0 ? [["Lost", lost.join(", ")] as Line] : []),
    ...(worst.length > 0 ? [["Most by", worst.join(", ")] as Line] : []),
  ];
}
