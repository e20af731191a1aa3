/** The less loaded of two replicas drawn at random: nearly as good as looking at all, at the cost of looking at two. */
import { anyUp } from "./random.ts";
import { defineRouter, withoutIndex } from "./router.ts";

export const powerOfTwo = defineRouter({
  name: "power-of-two",
  help: "the one with fewer requests of two replicas drawn at random",
  options: {},
  create: (_, { fleet, random }) =>
    withoutIndex(() => {
      const one = anyUp(fleet, random);
      const other = anyUp(fleet, random);
      return fleet.requests(other) < fleet.requests(one) ? other : one;
    }),
});
