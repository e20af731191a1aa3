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
  const tracks = plan.tracks.map((track) => heardOn(track, members));
  for (let rank = 0; rank < members; rank++) {
    for (const from of neededBy(operation, rank, members))
      if (!tracks.some((known) => known.has(rank, from))) return { rank, from };
  }
  return undefined;
}

/** Of whom each of some members knows: a row of bits a member. */
class Known {
  readonly words: number;
  readonly bits: Uint32Array;

  constructor(members: number) {
    this.words = Math.ceil(members / 32);
    this.bits = new Uint32Array(members * this.words);
    for (let member = 0; member < members; member++)
      this.bits[member * this.words + (member >> 5)] = 1 << (member & 31);
  }

  has(member: number, of: number): boolean {
    return ((this.bits[member * this.words + (of >> 5)]! >>> (of & 31)) & 1) === 1;
  }
}

function heardOn(track: Track, members: number): Known {
  const known = new Known(members);
  const { words, bits } = known;
  const before = new Uint32Array(bits.length);
  const summed = new Uint32Array(words);
  for (const { transfers, repeat } of track.phases.flat()) {
    // No word takes more hops than there are members.
    for (let time = 0; time < Math.min(repeat, members); time++) {
      before.set(bits);
      summed.fill(0);
      for (const { source, isReduced } of transfers) {
        if (!isReduced) continue;
        for (let word = 0; word < words; word++) summed[word]! |= before[source * words + word]!;
      }
      for (const { source, target, isReduced } of transfers) {
        for (let word = 0; word < words; word++)
          bits[target * words + word]! |= isReduced ? summed[word]! : before[source * words + word]!;
      }
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
