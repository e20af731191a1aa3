/**
 * What it costs that jobs need whole instances, over time: how much of what is free lies in pieces, and how long jobs wait for
 * which enough is free, but in pieces. A job of 16 that waits for an hour while two instances have eight free each counts an hour.
 */

/** Sums over a run of a queue. */
export class Fragmentation {
  /** Free, and of that on instances which others use too, accelerator-ns. */
  freeNs = 0;
  inPiecesNs = 0;
  /** Of jobs for which enough was free, but in pieces, job-ns. */
  waitNs = 0;
  #sinceNs: number;
  #state = { free: 0, inPieces: 0, waiting: 0 };

  constructor(startNs: number) {
    this.#sinceNs = startNs;
  }

  /** From `now` on so much is free, so much of it in pieces, for which so many jobs wait. */
  set(now: number, state: { free: number; inPieces: number; waiting: number }): void {
    const ns = now - this.#sinceNs;
    const { free, inPieces, waiting } = this.#state;
    this.freeNs += free * ns;
    this.inPiecesNs += inPieces * ns;
    this.waitNs += waiting * ns;
    this.#sinceNs = now;
    this.#state = state;
  }
}
