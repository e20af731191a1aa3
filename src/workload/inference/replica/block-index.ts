/**
 * Where prompt blocks stand, by their identity: an open table of (identity, slot), searched from a place that follows from
 * the identity up to the first empty one.
 *
 *     identities 32 .. 47 of one prompt  ->  [32][33][34] ... [47]      16 neighbours begin at neighbouring places
 *
 * A prompt is a run of neighbouring identities and is looked up as one, block after block; a table that scatters them costs a
 * trip to memory for each. What leaves does so without a trace: those behind it that it had pushed on move up.
 */

/** What `get` says of a block that is not here. */
export const noSlot = 0;

const runBits = 4;
const runMask = 2 ** runBits - 1;
const runLength = 2 ** runBits;
const placesMin = 256;
/** 2^32 over the golden ratio: multiples of it spread evenly (Knuth, vol. 3, 6.4). */
const golden = 0x9e3779b1;

/** Slots, numbers above zero, by whole numbers. */
export class BlockIndex {
  #identities = new Float64Array(placesMin);
  #slots = new Int32Array(placesMin);
  #size = 0;

  /** Slot of `block`; `noSlot` where it is not here. */
  get(block: number): number {
    return this.#slots[this.#placeOf(block)]!;
  }

  /** `block`, which is not here yet, stands in `slot`. */
  add(block: number, slot: number): void {
    if (2 * this.#size >= this.#slots.length) this.#widen();
    const place = this.#placeOf(block);
    this.#identities[place] = block;
    this.#slots[place] = slot;
    this.#size++;
  }

  /** `block` leaves. */
  delete(block: number): void {
    const slots = this.#slots;
    const identities = this.#identities;
    const mask = slots.length - 1;
    let empty = this.#placeOf(block);
    if (slots[empty] === noSlot) return;
    this.#size--;
    for (let place = (empty + 1) & mask; slots[place] !== noSlot; place = (place + 1) & mask) {
      const pushedBy = (place - this.#homeOf(identities[place]!)) & mask;
      if (pushedBy < ((place - empty) & mask)) continue;
      identities[empty] = identities[place]!;
      slots[empty] = slots[place]!;
      empty = place;
    }
    slots[empty] = noSlot;
  }

  /** All leave, each slot told to `told`. */
  clear(told: (slot: number) => void): void {
    for (const slot of this.#slots) if (slot !== noSlot) told(slot);
    this.#slots.fill(noSlot);
    this.#size = 0;
  }

  /** The place at which `block` stands, or would. */
  #placeOf(block: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let place = this.#homeOf(block);
    while (slots[place] !== noSlot && this.#identities[place] !== block) place = (place + 1) & mask;
    return place;
  }

  /** Where the search for `block` begins: its run is spread, its place in the run is kept. */
  #homeOf(block: number): number {
    const runs = this.#slots.length / runLength;
    const run = (Math.imul(Math.floor(block / runLength), golden) >>> 0) * (runs / 2 ** 32);
    return (run << runBits) | (block & runMask);
  }

  #widen(): void {
    const identities = this.#identities;
    const slots = this.#slots;
    this.#identities = new Float64Array(2 * slots.length);
    this.#slots = new Int32Array(2 * slots.length);
    for (const [place, slot] of slots.entries()) {
      if (slot === noSlot) continue;
      const to = this.#placeOf(identities[place]!);
      this.#identities[to] = identities[place]!;
      this.#slots[to] = slot;
    }
  }
}
