/** A first-in, first-out line in a growing ring: O(1) at both ends, memory proportional to the longest line held. */
export class RingBuffer<Item> {
  #items: (Item | undefined)[] = new Array(16);
  #head = 0;
  #size = 0;

  /** Items in line. */
  get size(): number {
    return this.#size;
  }

  /** Adds at the back. */
  push(item: Item): void {
    if (this.#size === this.#items.length) this.#grow();
    this.#items[(this.#head + this.#size++) & (this.#items.length - 1)] = item;
  }

  /** Puts an item that was taken back at the front. */
  unshift(item: Item): void {
    if (this.#size === this.#items.length) this.#grow();
    this.#head = (this.#head - 1) & (this.#items.length - 1);
    this.#items[this.#head] = item;
    this.#size++;
  }

  /** Takes from the front; undefined when empty. */
  shift(): Item | undefined {
    if (this.#size === 0) return undefined;
    const item = this.#items[this.#head];
    this.#items[this.#head] = undefined;
    this.#head = (this.#head + 1) & (this.#items.length - 1);
    this.#size--;
    return item;
  }

  /** The item `index` places behind the front, left in place; undefined beyond the back. */
  at(index: number): Item | undefined {
    return index < this.#size ? this.#items[(this.#head + index) & (this.#items.length - 1)] : undefined;
  }

  #grow(): void {
    const items = new Array<Item | undefined>(this.#items.length * 2);
    for (let index = 0; index < this.#size; index++) {
      items[index] = this.#items[(this.#head + index) & (this.#items.length - 1)];
    }
    this.#items = items;
    this.#head = 0;
  }
}
