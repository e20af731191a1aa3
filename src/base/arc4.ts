/**
 * Uniform numbers from the ARC4 cipher keyed with a text, bit for bit those of the package `seedrandom` (its `alea` and others
 * are not), so that results keep their seeds. The state is a permutation of 256 bytes that every output byte swaps on; the first
 * 256 are thrown away. Seven bytes or more become the 53 bits of a number in [0, 1).
 */
const width = 256;
const mask = width - 1;
const significance = 2 ** 52;
const overflow = 2 ** 53;

/** A generator at the start of the stream of `seed`. */
export function arc4(seed: string): () => number {
  const state = scheduled(keyOf(seed));
  let i = 0;
  let j = 0;
  const next = (): number => {
    i = (i + 1) & mask;
    const first = state[i]!;
    j = (j + first) & mask;
    const second = state[j]!;
    state[i] = second;
    state[j] = first;
    return state[(first + second) & mask]!;
  };
  for (let dropped = 0; dropped < width; dropped++) next();
  return () => {
    let numerator = 0;
    for (let byte = 0; byte < 6; byte++) numerator = numerator * width + next();
    let denominator = 2 ** 48;
    let last = 0;
    // A further byte for as long as leading zeros leave some of the 53 bits open.
    while (numerator < significance) {
      numerator = (numerator + last) * width;
      denominator *= width;
      last = next();
    }
    // Bits beyond are cut off and not rounded, or the number might be 1.
    while (numerator >= overflow) {
      numerator /= 2;
      denominator /= 2;
      last >>>= 1;
    }
    return (numerator + last) / denominator;
  };
}

/** Bytes of the key: those of the text, each mixed with all before it; from the 257th on they wrap around. */
function keyOf(seed: string): number[] {
  const key: number[] = [];
  let smear = 0;
  for (let at = 0; at < seed.length; at++) {
    smear ^= (key[at & mask] ?? 0) * 19;
    key[at & mask] = (smear + seed.charCodeAt(at)) & mask;
  }
  return key.length > 0 ? key : [0];
}

/** The permutation that `key` makes of 0 to 255. */
function scheduled(key: readonly number[]): Uint8Array {
  const state = Uint8Array.from({ length: width }, (_, index) => index);
  let j = 0;
  for (let i = 0; i < width; i++) {
    const swapped = state[i]!;
    j = (j + key[i % key.length]! + swapped) & mask;
    state[i] = state[j]!;
    state[j] = swapped;
  }
  return state;
}
