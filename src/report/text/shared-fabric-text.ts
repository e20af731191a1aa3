/** Jobs that share a fabric, for a person: what each loses, and where it is crowded. */
import Table from "cli-table3";
import { percent } from "../../base/metric-text.ts";
import { formatBytes, formatTime, significant } from "../../base/units.ts";
import type { SharedFabric } from "../../study/shared-fabric.ts";

const linksShown = 5;

/** A table of jobs and a line for each of the hottest links. */
export function sharedFabricText({ jobs, hottest_links: links }: SharedFabric): string {
  const table = new Table({
    head: ["job", "ranks", "algorithm", "alone", "shared", "slowdown"],
    style: { head: [], border: [], compact: true },
    colAligns: ["left", "right", "left", "right", "right", "right"],
  });
  for (const { job, ranks, algorithm, alone_ns, shared_ns, slowdown } of jobs) {
    table.push([
      job,
      ranks,
      algorithm,
      formatTime(alone_ns),
      formatTime(shared_ns),
      `${significant(slowdown)}x`,
    ]);
  }
  const hottest = links.slice(0, linksShown).map(({ source, target, bytes, utilisation, bytesByJob }) => {
    const by = Object.entries(bytesByJob).map(([job, carried]) => `${job} ${formatBytes(carried)}`);
    return `  link ${source} > ${target}: ${percent(utilisation)} used, ${formatBytes(bytes)} (${by.join(", ")})`;
  });
  return [table.toString(), "Hottest links", ...hottest].join("\n");
}
