/**
 * Accelerator time that each user's jobs have had: what was had up to the last change of what the user holds, and since then as
 * much a ns as is held. So a policy that asks for many users does not go through all running jobs for each.
 */

/** Of all users of a queue. */
export class UserTime {
  readonly #users = new Map<string, { hadNs: number; held: number; sinceNs: number }>();

  /** The jobs of `user` hold so many accelerators more, or less, from `now` on. */
  change(user: string, accelerators: number, now: number): void {
    const known = this.#users.get(user) ?? { hadNs: 0, held: 0, sinceNs: now };
    this.#users.set(user, known);
    known.hadNs += known.held * (now - known.sinceNs);
    known.held += accelerators;
    known.sinceNs = now;
  }

  /** Accelerator-ns that the jobs of `user` have had by `now`. */
  had(user: string, now: number): number {
    const known = this.#users.get(user);
    return known === undefined ? 0 : known.hadNs + known.held * (now - known.sinceNs);
  }
}
