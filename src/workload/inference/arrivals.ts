/** The arrival processes a scenario can name. */
import { closedLoop } from "./arrivals/closed-loop.ts";
import { constant } from "./arrivals/constant.ts";
import { poisson } from "./arrivals/poisson.ts";

export const arrivals = [poisson, constant, closedLoop];
