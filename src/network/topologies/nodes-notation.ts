/** The short notation of topologies that have only a number of nodes: `ring:8`. */
import type { ShortNotation } from "../topology-plugin.ts";

/** One size and nothing behind it. */
export const nodesNotation: ShortNotation<{ size: number }> = {
  form: "N",
  read: ([size, ...others], more) =>
    size === undefined || others.length > 0 || more.length > 0 ? undefined : { size },
};
