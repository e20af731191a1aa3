/**
 * Named, seeded random streams. Each subsystem draws from a stream of its own name ("arrivals", "output-lengths"), so a
 * change of one policy does not shift the numbers another one sees: two variants compared under one seed meet the same
 * arrivals (common random numbers).
 */
import seedrandom from "seedrandom";

/** A source of uniform numbers in [0, 1), as `Math.random` is. */
export type Random = () => number;

/** Makes independent streams from one seed. The same seed and name give the same numbers, in whatever order streams are made. */
export class RandomStreams {
  readonly seed: number;
  readonly #prefix: string;

  constructor(seed: number, prefix = "") {
    this.seed = seed;
    this.#prefix = prefix;
  }

  /** Streams of their own for one of several that draw under the same names. */
  within(name: string): RandomStreams {
    return new RandomStreams(this.seed, `${this.#prefix}${name}/`);
  }

  /** A new generator at the start of the stream called `name`. */
  stream(name: string): Random {
    return seedrandom(`trnsim/${this.seed}/${this.#prefix}${name}`);
  }
}
