/** Which waiting request goes first. Preemption asks the other way round: who goes last loses its place. */
import type { FamilyContract } from "../../../../base/contract.ts";
import { definePlugin } from "../../../../base/plugin.ts";
import type { Request } from "../../load/request.ts";
import { viewOf } from "../../load/request-view.ts";
import type { Order } from "../line.ts";

/** Types an order plug-in. */
export const defineOrder = definePlugin<Order>();

/** An order is total: it says of any two requests which goes first. */
export const orderContract: FamilyContract<Order> = {
  family: "order",
  guard(order, contract) {
    if (typeof order !== "function") throw contract.breach(typeof order, "a function of two requests");
    const asked: Order = contract.isForeign ? (a, b) => order(viewOf(a), viewOf(b)) : order;
    return (a, b) => {
      const before = contract.call("the order", () => asked(a, b));
      if (Number.isFinite(before) && (before !== 0 || a === b)) return before;
      throw contract.breach(`${before} of requests ${a.id} and ${b.id}`, "a number below or above 0");
    };
  },
};

/** First come, first served: what decides between equals in every order. */
export function byArrival(a: Request, b: Request): number {
  return a.id - b.id;
}
