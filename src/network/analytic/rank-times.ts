/**
 * When each rank of a group is done with the steps so far, as a function of the buffer: the slowest of several lines
 * (delay + ns per byte x bytes). A rank starts a step when it has sent and received all of its step before, and nobody waits
 * for anybody else; so a tree of seven takes its longest path, not its levels times the slowest of each.
 */
import type { Hop } from "./repeated-step.ts";

/** The slowest of several: max over (delay + ns per byte x bytes). */
export type Envelope = readonly (readonly [delayNs: number, nsPerByte: number])[];

/** Times of the members of one group. */
export class RankTimes {
  readonly #done: readonly Envelope[];

  private constructor(done: readonly Envelope[]) {
    this.#done = done;
  }

  /** `members` ranks that have done nothing yet. */
  static start(members: number): RankTimes {
    return new RankTimes(Array.from({ length: members }, () => [[0, 0]] as const));
  }

  /** The times when every rank has done its part of a step of `transfers`, whose hops are `hops`. */
  after(transfers: readonly { source: number; target: number }[], hops: readonly Hop[]): RankTimes {
    const slowest: (Slowest | undefined)[] = [];
    const of = (rank: number) => {
      slowest[rank] ??= new Slowest(this.#done[rank]);
      return slowest[rank];
    };
    for (const [index, { source, target }] of transfers.entries()) {
      const { startNs, latencyNs, nsPerByte } = hops[index]!;
      const [sender, receiver] = [of(source), of(target)];
      for (const [delayNs, slope] of this.#done[source]!) {
        sender.add(delayNs + startNs, slope + nsPerByte);
        receiver.add(delayNs + startNs + latencyNs, slope + nsPerByte);
      }
    }
    return new RankTimes(this.#done.map((done, rank) => slowest[rank]?.envelope() ?? done));
  }

  /** When the last rank is done. */
  last(): Envelope {
    return upperEnvelope(this.#done.flat());
  }
}

/** Time that `envelope` has for a buffer of `bytes`, ns. */
export function envelopeNs(envelope: Envelope, bytes: number): number {
  let slowest = 0;
  for (const [delayNs, nsPerByte] of envelope) slowest = Math.max(slowest, delayNs + nsPerByte * bytes);
  return slowest;
}

/** Gathers lines, of which it keeps few: alike groups and ranks bring the same line over and over. */
export class Slowest {
  readonly #lines: (readonly [number, number])[];

  constructor(lines: Envelope = []) {
    this.#lines = [...lines];
  }

  /** Takes a line that no line so far reaches in both terms. */
  add(delayNs: number, nsPerByte: number): void {
    for (const line of this.#lines) if (line[0] >= delayNs && line[1] >= nsPerByte) return;
    this.#lines.push([delayNs, nsPerByte]);
  }

  /** The envelope of all lines. */
  envelope(): Envelope {
    return upperEnvelope(this.#lines);
  }
}

/** Drops lines that another one exceeds in both terms. */
export function upperEnvelope(lines: Iterable<readonly [number, number]>): Envelope {
  const kept: (readonly [number, number])[] = [];
  for (const line of [...lines].sort((a, b) => b[0] - a[0] || b[1] - a[1])) {
    if (kept.length === 0 || line[1] > kept[kept.length - 1]![1]) kept.push(line);
  }
  return kept;
}
