/**
 * Mesh: everyone to everyone at once, few steps. Ranks of one chip (leading dimensions of shape `all`) form groups: they
 * exchange among themselves, and each exchanges with the ranks of the same place in all other groups at once. On a torus the
 * messages between chips cross several links and crowd them.
 *
 *     all-reduce of S over n ranks in one group: reduce-scatter in one step, all-gather in one step, S/n to each
 */
import { defineCollective, type GroupShape } from "./collective-plan.ts";
import { dimensionPhases } from "./dimension-phases.ts";
import { directExchange } from "./direct-steps.ts";

/** The group with all dimensions behind the leading `all` one as a single one. */
function grouped(group: GroupShape): GroupShape {
  const [first, ...rest] = group.dimensions;
  const flat = (dimensions: GroupShape["dimensions"]) => ({
    size: dimensions.reduce((product, { size }) => product * size, 1),
    shape: "all" as const,
    bandwidth: Math.min(...dimensions.map(({ bandwidth }) => bandwidth)),
  });
  const leads = first?.shape === "all" && rest.length > 0;
  return { ...group, dimensions: leads ? [first, flat(rest)] : [flat(group.dimensions)] };
}

export const mesh = defineCollective({
  name: "mesh",
  help: "everyone to everyone at once, ranks of a chip first: one step to reduce-scatter, one to all-gather",
  options: {},
  create: () => ({
    everyPair: true,
    plan(operation, group) {
      if (operation === "all-to-all") return undefined;
      const phases = dimensionPhases(operation, grouped(group), {
        reduceScatter: directExchange,
        allGather: directExchange,
        allToAll: directExchange,
      });
      return phases && { tracks: [{ phases }] };
    },
  }),
});
