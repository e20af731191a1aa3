/**
 * Whose word can have reached whom by the end of a plan: in every step a rank that is sent something learns of all ranks that
 * the sender knew of before the step. What is necessary for delivery, whatever the fractions stand for.
 */
import type { CollectiveOperation, CollectivePlan, Track } from "./collective-plan.ts";

/** The first rank that cannot have what it needs, and whose word it lacks; undefined where there is none. */
export function unreached(
  plan: CollectivePlan,
  operation: CollectiveOperation,
  members: number,
): { rank: number; from: number } | undefined {
  const known = Array.from({ length: members }, (_, rank) => 1n << BigInt(rank));
  for (const track of plan.tracks) {
    for (const [rank, heard] of heardOn(track, members).entries()) known[rank]! |= heard;
  }
  for (let rank = 0; rank < members; rank++) {
    for (const from of neededBy(operation, rank, members))
      if ((known[rank]! & (1n << BigInt(from))) === 0n) return { rank, from };
  }
  return undefined;
}

function heardOn(track: Track, members: number): bigint[] {
  const known = Array.from({ length: members }, (_, rank) => 1n << BigInt(rank));
  for (const { transfers, repeat } of track.phases.flat()) {
    // No word takes more hops than there are members.
    for (let time = 0; time < Math.min(repeat, members); time++) {
      const before = [...known];
      let summed = 0n;
      for (const { source, isReduced } of transfers) if (isReduced) summed |= before[source]!;
      for (const { source, target, isReduced } of transfers)
        known[target]! |= isReduced ? summed : before[source]!;
    }
  }
  return known;
}

/** Ranks whose data `rank` must end with, or with the sum of. */
function neededBy(operation: CollectiveOperation, rank: number, members: number): number[] {
  switch (operation) {
    case "broadcast":
      return [0];
    case "permute":
      return [(rank + members - 1) % members];
    case "point-to-point":
      return rank === 1 ? [0] : [];
    default:
      return Array.from({ length: members }, (_, from) => from);
  }
}
