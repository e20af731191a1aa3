/** The arrival processes a scenario can name. */
import { batch } from "./arrivals/batch.ts";
import { bursty } from "./arrivals/bursty.ts";
import { closedLoop } from "./arrivals/closed-loop.ts";
import { constant } from "./arrivals/constant.ts";
import { diurnal } from "./arrivals/diurnal.ts";
import { gamma } from "./arrivals/gamma.ts";
import { poisson } from "./arrivals/poisson.ts";
import { ramp } from "./arrivals/ramp.ts";

export const arrivals = [poisson, gamma, constant, bursty, diurnal, ramp, closedLoop, batch];
