/**
 * When each rank of a group is done with the steps so far, as a function of the buffer: the slowest of several lines
 * (delay + ns per byte x bytes). A rank starts a step when it has sent and received all of its step before, and nobody waits
 * for anybody else; so a tree of seven takes its longest path, not its levels times the slowest of each.
 */

/** The slowest of several: max over (delay + ns per byte x bytes). */
export type Envelope = readonly (readonly [delayNs: number, nsPerByte: number])[];

/** A message of a step. */
export interface TimedMessage {
  source: number;
  target: number;
  /** Before its first byte leaves, ns. */
  startNs: number;
  /** From its last byte leaving to its arrival, ns. */
  latencyNs: number;
  nsPerByte: number;
}

/** Times of the members of one group, or of several alike; never changed. */
export class RankTimes {
  readonly #done: readonly Envelope[];

  private constructor(done: readonly Envelope[]) {
    this.#done = done;
  }

  /** Before the first step. */
  static start(members: number): RankTimes {
    return new RankTimes(Array.from({ length: members }, () => [[0, 0]] as const));
  }

  /** After every rank did its part of a step. */
  step(messages: readonly TimedMessage[]): RankTimes {
    const next = this.#done.map((envelope) => [...envelope]);
    for (const { source, target, startNs, latencyNs, nsPerByte } of messages) {
      for (const [delayNs, slope] of this.#done[source]) {
        next[source].push([delayNs + startNs, slope + nsPerByte]);
        next[target].push([delayNs + startNs + latencyNs, slope + nsPerByte]);
      }
    }
    return new RankTimes(next.map(upperEnvelope));
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
  readonly #lines: (readonly [number, number])[] = [];

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
    if (kept.length === 0 || line[1] > kept[kept.length - 1][1]) kept.push(line);
  }
  return kept;
}
