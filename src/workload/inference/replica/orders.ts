/** The orders of service a scenario can name. */
import { fcfs } from "./orders/fcfs.ts";
import { priority } from "./orders/priority.ts";
import { shortestFirst } from "./orders/shortest-first.ts";

export const orders = [fcfs, priority, shortestFirst];
