/**
 * Prompt blocks in the memory of one replica: how many requests hold each, and those that nobody holds in the order of their
 * last use.
 *
 *     slot of [a] [b] [c] [d]              a block is looked up by its identity once, when a request takes hold of it;
 *     holders  2   0   1   0               after that the request knows its slot, and columns tell the rest
 *     newest -> [d] <-> [b] <- oldest      idle blocks are linked by slot: any of them leaves in the same short time
 *
 * A set would keep that order too, but leaves a hole for each member that goes: whoever looks for the oldest of a hundred
 * thousand has to step over them.
 */
import { widened } from "../../../kernel/sharing/widened.ts";
import { BlockIndex, noSlot } from "./block-index.ts";

const slotsMin = 64;

/** Blocks by identity and by slot. */
export class PrefixBlocks {
  /** Blocks that nobody holds. */
  idle = 0;
  readonly #slotOf = new BlockIndex();
  #blocks = new Float64Array(slotsMin);
  #holders = new Int32Array(slotsMin);
  /** Neighbours among idle blocks, where slot 0 stands between the newest and the oldest; `#older` of a free slot is the next free one. */
  #older = new Int32Array(slotsMin);
  #newer = new Int32Array(slotsMin);
  #slots = 1;
  #free = noSlot;

  /** Slot of `block`; `noSlot` where it is not here. */
  find(block: number): number {
    return this.#slotOf.get(block);
  }

  /** Requests that hold the block of `slot`. */
  holders(slot: number): number {
    return this.#holders[slot]!;
  }

  /** One request more holds `block`, which comes in if it was not here. Result: its slot. */
  hold(block: number): number {
    const known = this.find(block);
    const slot = known === noSlot ? this.#add(block) : known;
    if (known !== noSlot && this.#holders[slot] === 0) this.#unlink(slot);
    this.#holders[slot]!++;
    return slot;
  }

  /** One request fewer holds the block of `slot`; it stays, as the one used last if nobody else holds it. Result: whether somebody does. */
  release(slot: number): boolean {
    if (--this.#holders[slot]! > 0) return true;
    if (Number.isNaN(this.#blocks[slot]!)) {
      this.#giveBack(slot);
      return false;
    }
    const newest = this.#older[noSlot]!;
    this.#older[slot] = newest;
    this.#newer[slot] = noSlot;
    this.#newer[newest] = slot;
    this.#older[noSlot] = slot;
    this.idle++;
    return false;
  }

  /** Gives up the idle block that was used least recently. */
  dropOldest(): void {
    const slot = this.#newer[noSlot]!;
    this.#unlink(slot);
    this.#slotOf.delete(this.#blocks[slot]!);
    this.#giveBack(slot);
  }

  /** Loses all blocks: what somebody still holds, such as keys and values on their way elsewhere, is found no more. */
  clear(): void {
    while (this.idle > 0) this.dropOldest();
    this.#slotOf.clear((slot) => {
      this.#blocks[slot] = Number.NaN;
    });
  }

  #add(block: number): number {
    let slot = this.#free;
    if (slot === noSlot) slot = this.#newSlot();
    else this.#free = this.#older[slot]!;
    this.#blocks[slot] = block;
    this.#holders[slot] = 0;
    this.#slotOf.add(block, slot);
    return slot;
  }

  #newSlot(): number {
    const length = this.#blocks.length;
    if (this.#slots === length) {
      this.#blocks = widened(this.#blocks, new Float64Array(2 * length));
      this.#holders = widened(this.#holders, new Int32Array(2 * length));
      this.#older = widened(this.#older, new Int32Array(2 * length));
      this.#newer = widened(this.#newer, new Int32Array(2 * length));
    }
    return this.#slots++;
  }

  #giveBack(slot: number): void {
    this.#older[slot] = this.#free;
    this.#free = slot;
  }

  #unlink(slot: number): void {
    const older = this.#older[slot]!;
    const newer = this.#newer[slot]!;
    this.#newer[older] = newer;
    this.#older[newer] = older;
    this.idle--;
  }
}
