/**
 * Meta's research clusters of A100 over 11 months (HPCA 2025): 6.50 failures of hardware per 1,000 node-days on RSC-1 and 2.34 on
 * RSC-2, by which Meta expects 1.8 h between failures of 16,384 GPUs; and 7.9 h measured between failures of jobs of 1,024 GPUs,
 * which is 3.6 times as often as the 28.8 h of that rate: jobs fail of more than what is booked to their nodes.
 */
import { z } from "zod";
import { causesOf, defineFailures } from "../failure-model.ts";

/** Failures per 1,000 node-days; those of jobs: 1,000 x 24 h / (7.9 h x 128 nodes) = 23.7. */
const perThousandNodeDays = { "rsc-1": 6.5, "rsc-2": 2.34, "rsc-1-jobs": 24_000 / (7.9 * 128) } as const;

export const rsc = defineFailures({
  name: "rsc",
  help: "6.50 (RSC-1) or 2.34 (RSC-2) failures per 1,000 node-days of A100, or 23.7 of jobs (Meta)",
  options: {
    cluster: z.enum(["rsc-1", "rsc-2", "rsc-1-jobs"]).default("rsc-1").meta({
      description:
        "What failed: nodes of RSC-1 or of RSC-2; or jobs of RSC-1, whatever of, at the rate of those of 1,024 GPUs.",
    }),
  },
  create: ({ cluster }) => ({
    source: "Meta, HPCA 2025",
    causes: causesOf([["node", "host", perThousandNodeDays[cluster]]], { hours: 24, units: { host: 1000 } }),
  }),
});
