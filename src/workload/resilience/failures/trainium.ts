/**
 * Trainium: no failures by cause are published. Assumed: the rate of Llama 3's instances, 1.58e-4 an hour for each instance
 * (419 interruptions of 2,048 instances in 54 days); the range of published clusters is 0.5e-4 to 6e-4.
 */
import { causesOf, defineFailures } from "../failure-model.ts";

export const trainium = defineFailures({
  name: "trainium",
  help: "1.58e-4 failures an hour of an instance, that of Llama 3's cluster (assumed: no causes are published)",
  options: {},
  create: () => ({
    source: "assumed: 419 / (2,048 instances x 54 days), as Llama 3.1 405B on H100",
    causes: causesOf([["instance", "host", 419]], { hours: 54 * 24, units: { host: 2048 } }),
  }),
});
