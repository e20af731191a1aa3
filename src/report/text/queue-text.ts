/** What a queue before several pools tells of each, and jobs of several priorities of theirs. */
import { counted } from "../../base/counted.ts";
import { percent } from "../../base/metric-text.ts";
import { formatTime, formatUsd } from "../../base/units.ts";
import type { Summary } from "../../simulation/summary.ts";

interface QueueFigures {
  pools?: readonly {
    name: string;
    region: string | null;
    option: string | null;
    accelerators: number;
    runs: number;
    reclaims: number;
    utilization: number | null;
    usd: number | null;
    usd_idle: number | null;
  }[];
  priorities?: readonly { priority: number; jobs: number; wait_mean_s: number }[];
  run_times?: readonly {
    workload: string;
    accelerators: number;
    instance: string;
    jobs: number;
    duration_s: number | null;
  }[];
}

/** A line for each pool and each priority, none where there is one; and for each run time that was simulated. */
export function queueLines(summary: Summary): (readonly [string, string])[] {
  const {
    pools = [],
    priorities = [],
    run_times: times = [],
  } = (summary as { queue?: QueueFigures }).queue ?? {};
  return [
    ...pools.map((pool) => {
      const { name, region, option, accelerators, runs, reclaims, utilization } = pool;
      const where = [region, option].filter((each) => each !== null).join(", ");
      const taken = reclaims > 0 ? `, ${counted(reclaims, "instance")} taken back` : "";
      const used = utilization === null ? "never there" : `${percent(utilization)} used`;
      return [
        `  ${name}`,
        `${counted(accelerators, "accelerator")}${where === "" ? "" : ` (${where})`}: ${counted(runs, "run")}, ${used}${taken}; ${billText(pool.usd, pool.usd_idle)}`,
      ] as const;
    }),
    ...priorities.map(({ priority, jobs, wait_mean_s: wait }, index) => {
      const text = `${priority}: ${counted(jobs, "job waits", "jobs wait")} ${formatTime(wait * 1e9)} on average`;
      return [index === 0 ? "Priority" : "", text] as const;
    }),
    ...times.map(({ workload, accelerators, instance, jobs, duration_s: seconds }, index) => {
      const takes = seconds === null ? "does not fit" : `takes ${formatTime(seconds * 1e9)}`;
      const text = `${workload} on ${accelerators} of ${instance} ${takes} (${counted(jobs, "job")})`;
      return [index === 0 ? "Run times" : "", text] as const;
    }),
  ];
}

/** `$6,358, $1,443 of it idle`. */
function billText(usd: number | null, idleUsd: number | null): string {
  if (usd === null) return "no price is listed";
  return idleUsd === null ? formatUsd(usd) : `${formatUsd(usd)}, ${formatUsd(idleUsd)} of it idle`;
}
