/** Numbers of replicas by the clock: a sale that is known to come. */
import { z } from "zod";
import { count, time } from "../../../../base/quantity.ts";
import { defineAutoscaling } from "./autoscaling-policy.ts";

export const scheduled = defineAutoscaling({
  name: "scheduled",
  help: "numbers of replicas from given times on",
  options: {
    plan: z
      .array(
        z.strictObject({
          at: time().meta({ description: "From the start." }),
          replicas: count({ positive: false }).meta({ description: "From then on." }),
        }),
      )
      .min(1)
      .meta({ description: "Numbers of replicas over time." }),
  },
  create: ({ plan }) => {
    const inOrder = [...plan].sort((a, b) => a.at - b.at);
    return {
      wanted: ({ now, replicas }) => inOrder.findLast(({ at }) => at <= now)?.replicas ?? replicas,
    };
  },
});
