/** Independent users whose rate goes evenly from one value to another, and stays there: how far does a system carry? */
import { rate, time } from "../../../../base/quantity.ts";
import { changingRate, defineArrivals } from "./arrival-process.ts";

export const ramp = defineArrivals({
  name: "ramp",
  help: "a rate that goes evenly from one value to another",
  options: { from: rate(), to: rate({ positive: true }), over: time({ positive: true }) },
  create: ({ from, to, over }, { random }) =>
    changingRate(random, Math.max(from, to), (nowNs) => from + (to - from) * Math.min(1, nowNs / over)),
});
