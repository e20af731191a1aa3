/**
 * In how many chunks an exchange is fastest: told by its graph alone, the same that it is timed by. Counts are tried from the
 * fewest on, and two in a row that gain nothing end it: each chunk waits its delays again, and what more of them hide gets
 * less. One that cannot be faster than the best so far (`least-time.ts`) is not played, so that small messages, whose delays
 * are most of them, are settled without playing anything.
 */
import { aloneNs } from "./alone.ts";
import type { ExchangeGraph } from "./exchange-graph.ts";
import { leastNs } from "./least-time.ts";

/** A number of chunks, and the time with it. */
export interface Chunking {
  chunks: number;
  ns: number;
}

/** Counts in a row that gain nothing, after which no more are tried. */
const idleMax = 2;

/**
 * The fastest of `counts`, fewest first, for a buffer of `bytes`. `leadNs` tells what ranks gain with a first chunk of so many
 * bytes by running ahead of their group.
 */
export function fastestChunking(
  graph: ExchangeGraph,
  bytes: number,
  counts: readonly number[],
  leadNs: (chunkBytes: number) => number,
): Chunking {
  let best: Chunking | undefined;
  let idle = 0;
  for (const chunks of counts) {
    const lead = leadNs(bytes / chunks);
    const isHopeless = best !== undefined && leastNs(graph, bytes, chunks) - lead >= best.ns;
    const ns = isHopeless ? Number.POSITIVE_INFINITY : aloneNs(graph, bytes, chunks) - lead;
    idle = best !== undefined && ns >= best.ns ? idle + 1 : 0;
    if (best === undefined || ns < best.ns) best = { chunks, ns };
    if (idle === idleMax) break;
  }
  return best as Chunking;
}
