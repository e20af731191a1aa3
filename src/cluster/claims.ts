/**
 * Things in a row (ranks, chips) by who has claimed them. Those that the same users have claimed are one *cell*: whatever
 * happens to one of them happens to all, so that one stands for all.
 *
 *     ranks      0 1 2 3 4 5 6 7
 *     user 0     x x x x x x . .
 *     user 1     . . . . x x x x        cells: 0-3 of user 0, 4-5 of both, 6-7 of user 1
 */
import { elementAt } from "../base/element-at.ts";
import { assert } from "../base/errors.ts";

/** A set of things that the same users have claimed. */
export interface Cell {
  /** The first of them. */
  first: number;
  users: readonly number[];
}

/** Who has claimed what. All claims come before the first question. */
export class Claims {
  readonly #usersOf = new Map<number, number[]>();
  #users = 0;
  readonly #byKey = new Map<string, Cell>();
  /** By user. */
  #cells: Cell[][] | undefined;

  /** Claims `things` for a new user; returns its number. */
  claim(things: Iterable<number>): number {
    assert(this.#cells === undefined, "something was claimed after somebody had asked who shares what");
    const user = this.#users++;
    for (const each of things) {
      const users = this.#usersOf.get(each);
      if (users === undefined) this.#usersOf.set(each, [user]);
      else if (users.at(-1) !== user) users.push(user);
    }
    return user;
  }

  /** What `user` has claimed, by cell; a cell is the same object for all its users. */
  cellsOf(user: number): readonly Cell[] {
    this.#cells ??= this.#divide();
    return elementAt(this.#cells, user);
  }

  /** The cell of `thing`; undefined where nobody has claimed it. */
  cellOf(thing: number): Cell | undefined {
    this.#cells ??= this.#divide();
    return this.#byKey.get(this.#usersOf.get(thing)?.join(" ") ?? "");
  }

  #divide(): Cell[][] {
    const cells = this.#byKey;
    const byUser = Array.from({ length: this.#users }, (): Cell[] => []);
    for (const [first, users] of this.#usersOf) {
      const key = users.join(" ");
      if (cells.has(key)) continue;
      const cell = { first, users };
      cells.set(key, cell);
      for (const user of users) elementAt(byUser, user).push(cell);
    }
    return byUser;
  }
}
