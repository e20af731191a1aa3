/** What a scenario can say of the checkpoint that a job goes on from (`resume.ts`). */
import { z } from "zod";
import { count, fraction } from "../../base/quantity.ts";

/** `workload.resume`. */
export const resumeSchema = z.strictObject({
  done: fraction({ max: 1 })
    .refine((share) => share < 1, { error: "less than all of the run" })
    .meta({ description: "Share of the run that the checkpoint holds." }),
  from: z
    .strictObject({
      tensor: count().meta({ description: "Tensor ranks." }),
      pipeline: count().meta({ description: "Stages." }),
      data: count().meta({ description: "Data-parallel ranks." }),
    })
    .optional()
    .meta({ description: "Degrees of the job that saved it; those of this one when absent." }),
});
