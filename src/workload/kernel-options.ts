/** `workload.kernels` of serving and training scenarios: kernels of one's own, by operator. */
import { z } from "zod";
import { nearest } from "../base/nearest.ts";
import type { Expectation } from "../base/quantity.ts";
import type { Model } from "../models/model.ts";
import { ownKernelSchema } from "../timing/own-kernels.ts";
import { listedOperators } from "./operator-list.ts";

/** Own kernels by operator name; a name that no model has in `workload` is told with the nearest that one has. */
export function kernelOptions(models: readonly Model[], workload: "inference" | "training") {
  let known: string[] | undefined;
  return z
    .record(z.string(), ownKernelSchema.meta({ description: "The kernel of that operator." }))
    .superRefine((kernels, context) => {
      const written = Object.keys(kernels);
      if (written.length === 0) return;
      known ??= listedOperators(models)
        .filter(({ workloads }) => workloads.includes(workload))
        .map(({ name }) => name);
      const names = known;
      for (const name of written.filter((each) => !names.includes(each))) {
        const expected = `the name of an operator of ${workload} (\`catalog operators\` lists them)`;
        const params: Expectation = { expected, nearest: nearest(name, names) };
        context.addIssue({
          code: "custom",
          message: expected,
          params: { ...params },
          path: [name],
          input: name,
        });
      }
    })
    .default({})
    .meta({ description: "Kernels of one's own, by operator: `catalog operators` lists the names." });
}
