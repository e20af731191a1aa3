/** Independent users whose rate goes evenly from one value to another, and stays there: how far does a system carry? */
import { rate, time } from "../../../../base/quantity.ts";
import { changingRate, defineArrivals } from "./arrival-process.ts";

export const ramp = defineArrivals({
  name: "ramp",
  help: "a rate that goes evenly from one value to another",
  options: {
    from: rate().meta({ description: "At the start." }),
    to: rate({ positive: true }).meta({ description: "At the end of the ramp, and from then on." }),
    over: time({ positive: true }).meta({ description: "Length of the ramp." }),
  },
  create: ({ from, to, over }, { random }) =>
    changingRate(random, Math.max(from, to), (nowNs) => from + (to - from) * Math.min(1, nowNs / over)),
});
