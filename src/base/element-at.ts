/**
 * Elements that a list has by what was checked or built before. The compiler takes every index for one that may lie outside;
 * where nothing else shows that it does not, this says so, and a list that is too short after all is a broken invariant.
 */
import { assert } from "./errors.ts";

/** Element `index` of `list`; -1 is the last. Throws an assertion that names the index and the length where there is none. */
export function elementAt<Element>(list: ArrayLike<Element>, index: number): Element {
  const found = list[index < 0 ? list.length + index : index];
  assert(found !== undefined, () => `no element ${index} in a list of ${list.length}`);
  return found;
}
