/** Meta's research clusters of A100 over 11 months: 6.50 failures per 1,000 node-days on RSC-1, 2.34 on RSC-2 (HPCA 2025). */
import { z } from "zod";
import { causesOf, defineFailures } from "../failure-model.ts";

const perThousandNodeDays = { "rsc-1": 6.5, "rsc-2": 2.34 } as const;

export const rsc = defineFailures({
  name: "rsc",
  help: "6.50 (RSC-1) or 2.34 (RSC-2) failures per 1,000 node-days of A100 (Meta)",
  options: {
    cluster: z.enum(["rsc-1", "rsc-2"]).default("rsc-1").meta({ description: "Which of the two clusters." }),
  },
  create: ({ cluster }) => ({
    source: "Meta, HPCA 2025",
    causes: causesOf([["node", "host", perThousandNodeDays[cluster]]], { hours: 24, units: { host: 1000 } }),
  }),
});
