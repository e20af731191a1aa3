/** How far the figures of a run can be trusted, in a sentence, by the levels that its summary holds. */

import { group } from "d3-array";
import { elementAt } from "../../base/element-at.ts";
import { metricName } from "../../base/metric-text.ts";
import { runName } from "../../base/run-name.ts";
import type { Summary } from "../../simulation/summary.ts";

/** What the sentences call a metric: TPOT, output throughput. */
function figureName(metric: string): string {
  return metricName(metric.replace(/^mean_/, ""));
}

/** `validated`, or `validated: TPOT; estimate only: TTFT, because ...`, the least trusted first; null where nothing was predicted. */
export function trustText({ trust, uncertainty }: Pick<Summary, "trust" | "uncertainty">): string | null {
  if (trust === null) return null;
  if (trust.figures.length === 0) return `${trust.level}: runs of this kind were never measured`;
  const alike = [...group(trust.figures, ({ level, why }) => [level, ...why].join("; ")).values()];
  const parts = alike
    .map((figures) => ({ figures, ...elementAt(figures, 0) }))
    .sort((a, b) => Number(b.level === trust.level) - Number(a.level === trust.level))
    .map(({ figures, level, why }) => {
      const reason = why.length === 0 ? "" : `: ${why.join("; ")}`;
      const which = figures.map(({ metric }) => figureName(metric)).join(", ");
      return alike.length === 1 ? `${level}${reason}` : `${level} for ${which}${reason}`;
    });
  const basis = trust.level === "validated" ? uncertainty?.[0]?.basis : undefined;
  return `${parts.join("; ")}${basis === undefined ? "" : `, by ${basis}`}`;
}

/** One sentence: which of `runs` are at which level, the most trusted first; none where nothing was predicted. */
export function trustLevelsText(runs: readonly Summary[]): string[] {
  const known = runs.flatMap((run) =>
    run.trust === null ? [] : [{ name: runName(run), level: run.trust.level }],
  );
  const groups = group(known, ({ level }) => level);
  const [only] = groups.keys();
  if (only === undefined) return [];
  if (groups.size === 1) return [`${capital(only)}${known.length > 1 ? ", all of it" : ""}.`];
  const texts = [...groups].map(([level, at]) => `${level}: ${at.map(({ name }) => name).join(", ")}`);
  return [`${capital(texts.join("; "))}.`];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
