/** OPT-175B on 124 instances of A100: 105 restarts in 60 days (Meta's logbook; 35 by hand, at least 70 automatic). */
import { causesOf, defineFailures } from "../failure-model.ts";

export const opt175b = defineFailures({
  name: "opt-175b",
  help: "105 restarts in 60 days on 124 instances of A100 (OPT-175B logbook)",
  options: {},
  create: () => ({
    source: "Meta, OPT-175B logbook, by way of AWS",
    causes: causesOf([["instance", "host", 105]], { hours: 60 * 24, units: { host: 124 } }),
  }),
});
