/**
 * Which link leads from one node to another: a hash table of links in typed arrays, open addressing, at most half full. A
 * map for each of half a million chips would take ten times the memory of the links themselves.
 */
import { widened } from "../kernel/sharing/widened.ts";

const empty = 0;

/** Links by their ends, numbered as they are added. */
export class LinkIndex {
  #sources = new Int32Array(64);
  #targets = new Int32Array(64);
  #size = 0;
  /** One more than the link at each place of the table, whose length is a power of two. */
  #table = new Int32Array(256);

  /** The link from `source` to `target`; undefined where there is none. */
  find(source: number, target: number): number | undefined {
    const entry = this.#table[this.#place(source, target)]!;
    return entry === empty ? undefined : entry - 1;
  }

  /** Adds the next link, between ends that no link has yet. */
  add(source: number, target: number): void {
    const link = this.#size++;
    if (link === this.#sources.length) this.#widen();
    this.#sources[link] = source;
    this.#targets[link] = target;
    this.#table[this.#place(source, target)] = link + 1;
  }

  /** Where the link between these ends stands in the table, or would. */
  #place(source: number, target: number): number {
    const mask = this.#table.length - 1;
    let hash = Math.imul(source, 0x9e3779b1) ^ Math.imul(target, 0x85ebca6b);
    hash ^= hash >>> 15;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const entry = this.#table[place]!;
      if (entry === empty) return place;
      if (this.#sources[entry - 1] === source && this.#targets[entry - 1] === target) return place;
    }
  }

  #widen(): void {
    const length = 2 * this.#sources.length;
    this.#sources = widened(this.#sources, new Int32Array(length));
    this.#targets = widened(this.#targets, new Int32Array(length));
    this.#table = new Int32Array(4 * length);
    for (let link = 0; link < this.#size - 1; link++) {
      this.#table[this.#place(this.#sources[link]!, this.#targets[link]!)] = link + 1;
    }
  }
}
