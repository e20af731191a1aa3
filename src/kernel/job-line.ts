/** Jobs that wait for a server, first in, first out, in three columns around a growing ring: no object a job. */

import { widened } from "./sharing/widened.ts";
import type { Target } from "./target.ts";

const placesMin = 16;

/** A line of jobs, of which the first can be seen. */
export class JobLine {
  size = 0;
  #head = 0;
  #services = new Float64Array(placesMin);
  #codes = new Float64Array(placesMin);
  #clients: (Target | undefined)[] = new Array(placesMin).fill(undefined);

  /** Of the first job: service time, ns, whom to tell, and what. There must be one. */
  get serviceNs(): number {
    return this.#services[this.#head]!;
  }
  get client(): Target {
    return this.#clients[this.#head] as Target;
  }
  get code(): number {
    return this.#codes[this.#head]!;
  }

  /** Adds a job at the end. */
  push(serviceNs: number, client: Target, code: number): void {
    if (this.size === this.#codes.length) this.#widen();
    const place = (this.#head + this.size++) & (this.#codes.length - 1);
    this.#services[place] = serviceNs;
    this.#codes[place] = code;
    this.#clients[place] = client;
  }

  /** Drops the first job. */
  shift(): void {
    this.#clients[this.#head] = undefined;
    this.#head = (this.#head + 1) & (this.#codes.length - 1);
    this.size--;
  }

  /** Twice the places; the jobs before the head, which came last, move behind the others. */
  #widen(): void {
    const places = this.#codes.length;
    this.#services = widened(this.#services, new Float64Array(2 * places));
    this.#codes = widened(this.#codes, new Float64Array(2 * places));
    this.#clients = [...this.#clients, ...new Array<undefined>(places).fill(undefined)];
    for (let place = 0; place < this.#head; place++) {
      this.#services[places + place] = this.#services[place]!;
      this.#codes[places + place] = this.#codes[place]!;
      this.#clients[places + place] = this.#clients[place];
      this.#clients[place] = undefined;
    }
  }
}
