/** Some replicas more above a load, some fewer below another: step scaling. */
import { z } from "zod";
import { amount, count } from "../../../../base/quantity.ts";
import { defineAutoscaling } from "./autoscaling-policy.ts";

export const steps = defineAutoscaling({
  name: "steps",
  help: "add replicas above a load of requests each, remove some below another",
  options: {
    up: z
      .array(
        z.strictObject({
          above: amount().meta({ description: "Requests outstanding at each replica." }),
          add: count().meta({ description: "Replicas." }),
        }),
      )
      .min(1)
      .meta({ description: "What to add above which load; the highest that is passed counts." }),
    down: z
      .strictObject({
        below: amount().meta({ description: "Requests outstanding at each replica." }),
        remove: count().meta({ description: "Replicas." }),
      })
      .meta({ description: "What to remove below which load." }),
  },
  create: ({ up, down }) => {
    const steepestFirst = [...up].sort((a, b) => b.above - a.above);
    return {
      wanted: ({ outstanding, replicas }) => {
        const each = outstanding / Math.max(1, replicas);
        const step = steepestFirst.find(({ above }) => each > above);
        if (step !== undefined) return replicas + step.add;
        return each < down.below ? replicas - down.remove : replicas;
      },
    };
  },
});
