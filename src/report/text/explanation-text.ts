/** What limits a run and what would help, for a person. */

import { metricName, percent } from "../../base/metric-text.ts";
import { significant } from "../../base/units.ts";
import type { Explanation, Sensitivity } from "../../study/explanation.ts";
import { type Line, linesText } from "./lines.ts";
import type { Style } from "./style.ts";

/** Columns of the levers' names where all are short. */
const leverColumnLeast = 18;

/** Lines in the form of a run's: a label, then text. */
export function explanationText(explanation: Explanation, style: Style): string {
  const { limitedBy, levers, wouldNotHelp, time, metric, job } = explanation;
  const name = metricTitle(metric);
  const parts = time.map(({ what, fraction }) => `${what} ${percent(fraction)}`).join(", ");
  const helping = levers.filter(({ lever }) => !wouldNotHelp.includes(lever));
  const width = Math.max(leverColumnLeast, ...helping.map(({ lever }) => lever.length));
  const lines: Line[] = [
    [
      "Limited by",
      limitedBy === null
        ? "none of the levers below"
        : `${style.bold(limitedBy)}${job === undefined ? "; the" : `, for ${job}; its`} time goes to ${parts}`,
    ],
    ...helping.map((each, index): Line => [index === 0 ? "10 % more" : "", leverText(each, name, width)]),
    ...longRunLines(explanation, style),
  ];
  if (wouldNotHelp.length > 0) lines.push(["Would not help", `${wouldNotHelp.join(", ")} (less than 0.1 %)`]);
  if (levers.length > 0 && levers.every(({ less }) => less === undefined))
    lines.push(["", "--explain adds single kernels, and 10 % less"]);
  return linesText(lines, style);
}

/** Changes of the time to train below this fraction are none. */
const noChangeBelow = 0.0005;

/** What would shorten a run of weeks. */
function longRunLines({ longRun }: Explanation, style: Style): Line[] {
  const helping = longRun.filter(({ change }) => change < -noChangeBelow);
  const [best] = helping;
  if (best === undefined) return [];
  const text = helping.map(({ lever, move, change }) => `${lever} ${move} ${signed(change)}`).join(", ");
  return [["Time to train", `best lever: ${style.bold(best.lever)}; ${text}`]];
}

/** `mean_e2el_ms` as people say it; of a job, whose name stands before it. */
export function metricTitle(metric: string): string {
  const titles: Record<string, string> = {
    step_time_s: "step time",
    mean_e2el_ms: "time of a request",
    mean_ttft_ms: "TTFT",
    mean_tpot_ms: "TPOT",
    output_throughput: "output tokens/s",
    elapsed_s: "time in all",
  };
  const [name = metric, ...job] = metric.split(".").reverse();
  return [titles[name] ?? metricName(name), ...job].join(" of ");
}

function leverText({ lever, more, less, others }: Sensitivity, name: string, width: number): string {
  const rest = others
    .filter(({ change }) => Math.abs(change) >= 0.001)
    .map(({ metric, change }) => `${metricTitle(metric)} ${signed(change)}`);
  const also = rest.length > 0 ? ` (${rest.join(", ")})` : "";
  const other = less === undefined ? "" : `; 10 % less: ${signed(less)}`;
  return `${lever.padEnd(width)} ${name} ${signed(more)}${also}${other}`;
}

function signed(change: number): string {
  return `${change > 0 ? "+" : ""}${significant(change * 100)} %`;
}
