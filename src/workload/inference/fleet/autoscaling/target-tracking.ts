/** As many replicas as keep the requests outstanding at each near a target. */
import { amount } from "../../../../base/quantity.ts";
import { defineAutoscaling } from "./autoscaling-policy.ts";

export const targetTracking = defineAutoscaling({
  name: "target-tracking",
  help: "as many replicas as keep the requests outstanding at each at a target",
  options: {
    target: amount({ positive: true }).meta({ description: "Requests outstanding at each replica." }),
  },
  create: ({ target }) => ({ wanted: ({ outstanding }) => Math.ceil(outstanding / target) }),
});
