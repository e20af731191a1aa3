/** A longer array with the numbers of a full one in front: `widened(full, new Float64Array(2 * full.length))`. */
export function widened<Numbers extends Int32Array | Uint32Array | Float64Array>(
  from: Numbers,
  to: Numbers,
): Numbers {
  to.set(from);
  return to;
}
