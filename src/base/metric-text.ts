/** Figures of a summary for people. */
import { formatTime, formatUsd, significant } from "./units.ts";

/** 0.1234 as `12.3 %`; `-` where there is none. */
export function percent(fraction: number | null): string {
  return fraction === null ? "-" : `${significant(fraction * 100)} %`;
}

/** The same in a column of percents, whose head has the sign. */
export function inPercent(fraction: number | null): string {
  return fraction === null ? "-" : significant(fraction * 100);
}

/** `mean_tpot_ms` as `mean TPOT`: words, without the unit, and the field's abbreviations in capitals. */
export function metricName(metric: string): string {
  return metric
    .replace(/_(ms|s)$/, "")
    .replaceAll("_", " ")
    .replace(/\be2el\b/, "end to end")
    .replace(/\b(ttft|tpot|itl|kv)\b/g, (name) => name.toUpperCase());
}

/** `text` with a capital at its start. */
export function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** A figure in the unit that a summary gives it in (`ms`, `s`, `usd`, `fraction`, `/s`, others), with a unit that suits it. */
export function metricText(value: number | null, unit: string): string {
  if (value === null) return "-";
  switch (unit) {
    case "ms":
      return formatTime(value * 1e6);
    case "s":
      return formatTime(value * 1e9);
    case "usd":
      return formatUsd(value);
    case "fraction":
      return percent(value);
    case "count":
      return significant(value);
    case "/s":
      return `${significant(value)}/s`;
    default:
      return `${significant(value)} ${unit}`;
  }
}

/** An objective as a summary has it. */
interface JudgedObjective {
  objective: string;
  limit: number;
  actual: number | null;
  unit: string;
  why: string | null;
}

/** `ttftP99 350 ms of 2 s`; a latency that no answer ends is infinite; what rounds to its limit tells on which side it lies. */
export function objectiveText({ objective, limit, actual, unit, why }: JudgedObjective): string {
  const isEndless = actual === null && why !== null && unit === "ms";
  if (isEndless || actual === null) {
    return `${objective} ${isEndless ? "infinite" : "-"} of ${metricText(limit, unit)}`;
  }
  const [own, most] = [metricText(actual, unit), metricText(limit, unit)];
  const off = actual / limit - 1;
  const side = own === most && off !== 0 ? ` (${percent(Math.abs(off))} ${off > 0 ? "over" : "under"})` : "";
  return `${objective} ${own} of ${most}${side}`;
}
