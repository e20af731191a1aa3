/** Which of several paths alike a message takes: a well-mixed number of its ends, the same every time, as ECMP has it. */
export function pathHash(source: number, target: number): number {
  let hash = Math.imul(source + 1, 0x9e3779b1) ^ Math.imul(target + 1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
