/**
 * Checkpoints that leave their hosts beside the work share the cards with what a step exchanges between instances. While one is
 * under way each gets half of a card, so that a wait of e for the cards takes 2 e. In n steps of w and such a wait the cards
 * carry n (w + e) of it, and the steps take n e longer:
 *
 *     stall = bytes / cards x e / (w + e)       a tenth of a step that waits for cards: a tenth of the time on them
 *
 * Assumed: cards are what those exchanges wait for, and one stream of each kind is on a card. Left out: exchanges that computation
 * hides, which have time to spare; checkpoints beside other jobs, whose traffic meets on volumes only.
 */
import { Placement } from "../job/placement.ts";
import type { TrainingJob } from "../job/training-job.ts";
import type { TimeName } from "../step/stage-account.ts";

/**
 * Ranks of a job alone up to which a checkpoint, and input from a volume, is played beside its steps: playing the exchanges of
 * 172,800 takes a minute. Of checkpoints of larger ones the share of a step that waits for cards is taken (`shareOf`), which for
 * those says 1.7 % more of what checkpoints cost and .001 % less goodput.
 */
export const playedRanksMost = 20_000;

/** What stands behind checkpoints of which such a share was taken. */
export const besideExchangesText =
  "checkpoints beside steps: taken from the share of a step that waits for cards, of which each gets half (not played)";

/** What a step waits for that goes from instance to instance. */
export function crossing({ cluster, degrees, placement: order }: TrainingJob): ReadonlySet<TimeName> {
  const { tensor, context = 1, data, pipeline, expert = 1 } = degrees;
  const placement = new Placement({ tensor, context, data, pipeline }, order);
  const within = cluster.ranksPerInstance;
  const crosses = (size: number, axis: Parameters<Placement["stride"]>[0]) =>
    size > 1 && size * placement.stride(axis) > within;
  const names: readonly (readonly [TimeName, boolean])[] = [
    ["tensor communication", crosses(tensor, "tensor")],
    ["context communication", crosses(context, "context")],
    ["expert communication", crosses(expert, "data")],
    ["pipeline sends", crosses(pipeline, "pipeline")],
    ["parameter gathers", crosses(data, "data")],
    ["gradient exchange", crosses(data, "data")],
  ];
  return new Set(names.flatMap(([name, isAway]) => (isAway ? [name] : [])));
}

/** Share of the time of a step that went to `names`; 0 where nothing is known of it. */
export function shareOf(timesNs: ReadonlyMap<TimeName, number>, names: ReadonlySet<TimeName>): number {
  let [all, own] = [0, 0];
  for (const [name, ns] of timesNs) {
    all += ns;
    if (names.has(name)) own += ns;
  }
  return all > 0 ? own / all : 0;
}
