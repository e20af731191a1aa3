/** Metrics that a user's own kind of workload defines for itself: what each must say for tables, objectives and exports. */
import { z } from "zod";
import { measuredFigures } from "../base/measured-figure.ts";
import { metricUnits } from "../metrics/metric.ts";
import type { WorkloadKind } from "../workload/workload.ts";
import { breachOf, contractOf } from "./kind-contract.ts";

const form = z
  .array(
    z.looseObject({
      name: z.string().regex(/^[a-z][a-z0-9_]*$/, "a name in snake_case"),
      title: z.string(),
      unit: z.enum(metricUnits),
      better: z.enum(["lower", "higher"]).nullable(),
      band: z
        .looseObject({
          of: z.array(z.enum(measuredFigures)).min(1).optional(),
          follows: z.string().optional(),
        })
        .refine(({ of, follows }) => (of === undefined) !== (follows === undefined), "either of or follows")
        .optional(),
    }),
  )
  .optional();

/** Keys of a summary: a kind's own figures stand beside them, under its name. */
export const summaryKeys: readonly string[] = [
  ...["schema", "scenario", "simulator", "status", "reason", "cluster", "elapsed_s", "model", "software"],
  ...[
    "chosen",
    "choices",
    "requests",
    "weighed_by",
    "cost",
    "energy",
    "memory",
    "chip_seconds",
    "attribution",
  ],
  ...["inference", "training", "own_metrics", "jobs", "shared_links", "hottest_links", "objectives"],
  ...["uncertainty", "trust", "load_curve", "deploy", "assumptions", "warnings", "events"],
];

/** `kinds`, once their metrics have been found to be such. Throws the breach of the first that are not. */
export function checkedKinds(kinds: readonly WorkloadKind[]): readonly WorkloadKind[] {
  for (const kind of kinds) {
    const contract = contractOf(kind);
    if (summaryKeys.includes(kind.name))
      throw contract.breach(`a kind called ${kind.name}`, "a name that no key of a summary has");
    const { error } = form.safeParse(kind.metrics);
    const [issue] = error?.issues ?? [];
    if (issue) throw breachOf(contract, { ...issue, path: ["metrics", ...issue.path] }, kind);
    const names = (kind.metrics ?? []).map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw contract.breach(`two metrics ${twice}`, "names that no two share");
  }
  return kinds;
}
