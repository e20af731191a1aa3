/** What a run says of several jobs side by side, and of the links that they shared. */
import { counted } from "../../base/counted.ts";
import { percent } from "../../base/metric-text.ts";
import { formatTime, significant } from "../../base/units.ts";
import type { Summary } from "../../simulation/summary.ts";
import { choiceLines, type Line, objectiveLines, ownLines } from "./lines.ts";
import { inferenceLines, unansweredLines } from "./serving-lines.ts";
import type { Style } from "./style.ts";
import { trainingLines } from "./training-lines.ts";

type JobSummary = NonNullable<Summary["jobs"]>[number];

/** Each job of several, and the links on which they met. */
export function jobLines({ jobs, shared_links = [] }: Summary, style: Style): Line[] {
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
  const where = `${counted(instances, "instance")}, ${counted(ranks, "rank")}`;
  const pace = slowdown === null ? "" : `, ${significant(slowdown, 4)}x the time it takes alone`;
  return `${what} on ${where}: ${formatTime(elapsed_s * 1e9)}${pace}`;
}
