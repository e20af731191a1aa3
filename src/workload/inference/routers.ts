/** The routers a scenario can name. */
import { centralQueue } from "./routers/central-queue.ts";
import { leastOutstanding } from "./routers/least-outstanding.ts";
import { roundRobin } from "./routers/round-robin.ts";

export const routers = [roundRobin, leastOutstanding, centralQueue];
