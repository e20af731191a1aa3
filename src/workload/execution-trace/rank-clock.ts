/** What one rank's time goes to: of all that is under way at a moment, the first of this list counts, so that shares sum to 1. */

/** Whatever a rank may be at, the most telling first. */
export const activities = [
  "computation",
  "memory traffic",
  "exposed communication",
  "waiting for other ranks",
  "host work",
] as const;

/** One of them. */
export type Activity = (typeof activities)[number];

/** The account of one rank. */
export class RankClock {
  /** By activity, ns; what is left of the whole was idle. */
  readonly spentNs = new Float64Array(activities.length);
  /** Time with an exchange under way, hidden behind other work or not, ns. */
  exchangingNs = 0;
  readonly #underWay = new Int32Array(activities.length);
  #sinceNs = 0;

  /** One more (or one fewer) of `activity` is under way from `now` on. */
  change(activity: Activity, by: 1 | -1, now: number): void {
    this.settle(now);
    const index = activities.indexOf(activity);
    this.#underWay[index] = (this.#underWay[index] as number) + by;
  }

  /** Accounts for the time until `now`. */
  settle(now: number): void {
    const passedNs = now - this.#sinceNs;
    this.#sinceNs = now;
    const first = this.#underWay.findIndex((count) => count > 0);
    if (first >= 0) this.spentNs[first] = (this.spentNs[first] as number) + passedNs;
    if (this.#underWay[exchanging] !== 0) this.exchangingNs += passedNs;
  }
}

const exchanging = activities.indexOf("exposed communication");
