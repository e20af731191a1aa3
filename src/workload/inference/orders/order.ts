/** Which waiting request goes first. Preemption asks the other way round: who goes last loses its place. */
import { definePlugin } from "../../../base/plugin.ts";
import type { Order } from "../line.ts";
import type { Request } from "../request.ts";

/** Types an order plug-in. */
export const defineOrder = definePlugin<Order>();

/** First come, first served: what decides between equals in every order. */
export function byArrival(a: Request, b: Request): number {
  return a.id - b.id;
}
