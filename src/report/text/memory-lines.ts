/** What fills the memory of a rank, in words: by part where it is fullest, and in all by stage of a pipeline. */
import { formatBytes } from "../../base/units.ts";
import type { Summary } from "../../simulation/summary.ts";
import type { Line } from "./lines.ts";

/** The lines of a run; none where it holds nothing on chips. */
export function memoryLines(summary: Summary): Line[] {
  const { memory } = summary;
  if (memory === null || !("per_device_bytes" in memory)) return [];
  const { per_device_bytes: used, capacity_bytes: capacity, ...parts } = memory;
  const split = Object.entries(parts as Record<string, number>)
    .filter(([part, bytes]) => part.endsWith("_bytes") && bytes > 0)
    .map(([part, bytes]) => `${part.replace(/_bytes$/, "").replace("_", " ")} ${formatBytes(bytes)}`);
  const stages = stagesText(summary);
  const where = stages === null ? "per rank" : "on a rank of the fullest stage";
  return [
    ["Memory", `${formatBytes(used)} of ${formatBytes(capacity)} ${where}: ${split.join(", ")}`],
    ...(stages === null ? [] : [["By stage", stages] as Line]),
  ];
}

/** Most runs of alike stages that are told one by one. */
const toldMost = 8;

/**
 * `1: 62.3 GiB, 2 to 7: 58 GiB, 8: 60.1 GiB`: what a rank of each stage holds; of many stages the first ones and the last; null
 * where all hold the same.
 */
export function stagesText({ training }: Summary): string | null {
  const totals = (training?.memory_by_stage ?? []).map((parts) =>
    formatBytes(Object.values(parts).reduce((sum, each) => sum + each, 0)),
  );
  const starts = totals.flatMap((total, stage) => (total === totals[stage - 1] ? [] : [stage]));
  if (starts.length < 2) return null;
  const words = starts.map((start, index) => {
    const end = starts[index + 1] ?? totals.length;
    return `${start + 1}${end > start + 1 ? ` to ${end}` : ""}: ${totals[start]}`;
  });
  return (words.length > toldMost ? [...words.slice(0, 3), "...", ...words.slice(-1)] : words).join(", ");
}
