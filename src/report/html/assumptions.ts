/** What a report rests on: what was chosen for it, the assumptions of its runs and the sources of their prices, each once. */
import { runName } from "../../base/run-name.ts";
import type { Summary } from "../../simulation/summary.ts";
import { escapeHtml } from "./page.ts";

/** A list of HTML. */
export function assumptionsHtml(summaries: readonly Summary[]): string {
  const texts = summaries.flatMap((summary) => {
    const { assumptions, choices = [], cost, cluster } = summary;
    return [
      ...choices.map(({ key, value, why }) => `${runName(summary)}: ${key} was left open: ${value}, ${why}`),
      ...assumptions,
      ...(cost.price_source
        ? [`price of ${cluster.instance}: ${cost.price_option}, ${cost.price_source}, ${cost.price_date}`]
        : []),
    ];
  });
  return `<ul>${[...new Set(texts)].map((text) => `<li>${escapeHtml(text)}</li>`).join("")}</ul>`;
}
