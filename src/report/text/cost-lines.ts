/** What a run says of dollars and watts. */
import { formatUsd, significant } from "../../base/units.ts";
import type { Summary } from "../../simulation/summary.ts";
import type { Line } from "./lines.ts";

/** Tokens read and written priced apart, and held against an API, where that is known. */
function apartText(cost: Summary["cost"]): string {
  const { split_usd_per_million_input_tokens: input, split_usd_per_million_output_tokens: output } = cost;
  const { usd_over_api: over } = cost;
  const apart = input && output ? `; apart ${formatUsd(input)} in and ${formatUsd(output)} out` : "";
  return `${apart}${over ? `; ${significant(over)}x what the API asks` : ""}`;
}

/** The bill, by the hour and by what came out, and the power behind it. */
export function costLines(summary: Summary): Line[] {
  const { energy, status } = summary;
  const co2 = typeof energy.co2_kg === "number" ? `, ${significant(energy.co2_kg)} kg of CO2` : "";
  const drawn = `${significant(energy.kwh)} kWh, ${significant(energy.mean_watts / 1000)} kW on average${co2}`;
  // What does not fit has drawn nothing, for it has not run.
  return [["Cost", costText(summary)], ...(status === "out-of-memory" ? [] : [["Energy", drawn] as Line])];
}

function costText({ cost, inference, training }: Summary): string {
  if (cost.usd_per_hour === null) return "no price is listed";
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
  return `${formatUsd(cost.usd_per_hour)}/h, ${formatUsd(cost.usd_per_month ?? 0)} a month, ${formatUsd(cost.usd_per_year ?? 0)} a year (${dated})${perMillion}${total}`;
}
