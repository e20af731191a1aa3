/**
 * Instances by the jobs that have ranks on them. What each instance has by itself (drives, a way to EBS) jobs share only where
 * they meet on it; instances on which the same jobs run do the same, so that one resource stands for a stretch of them.
 *
 *     job 0   [0 ........ 7]
 *     job 1            [6 ...... 11]
 *     stretch  0 ..... 5  6 7  8 .. 11
 */

/** Instances from `first` to before `end`, by their numbers in the whole cluster. */
export interface Stretch {
  first: number;
  end: number;
}

/** Cuts the instances of a cluster into stretches. */
export class Stretches {
  readonly #claims: Stretch[] = [];
  #borders: readonly number[] | undefined;

  /** Tells that a job uses what the instances of `claim` have of their own. Comes before anything moves. */
  claim(claim: Stretch): void {
    this.#claims.push(claim);
    this.#borders = undefined;
  }

  /** Whether more than one has claimed an instance of `of`. */
  isShared({ first, end }: Stretch): boolean {
    return this.#claims.filter((each) => each.first < end && first < each.end).length > 1;
  }

  /** The stretches of which `of` consists. */
  within({ first, end }: Stretch): Stretch[] {
    this.#borders ??= [...new Set(this.#claims.flatMap((each) => [each.first, each.end]))].sort(
      (a, b) => a - b,
    );
    const inner = this.#borders.filter((border) => border > first && border < end);
    const cuts = [first, ...inner, end];
    return cuts.slice(1).map((cut, index) => ({ first: cuts[index] ?? first, end: cut }));
  }
}
