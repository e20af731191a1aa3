/**
 * Cycles through every node of a grid over neighbours only.
 *
 * Two edge-disjoint ones on an A x B torus where A divides B (Lee-distance Gray codes; Bose, Broeg, Kwon, Ashir 1995): the
 * first walks row after row, each row starting one place further back; the links it leaves form the second if gcd(B/A, A - 1)
 * = 1. On a 4x4 torus the two cycles use every link.
 *
 * Otherwise one cycle: the leading dimensions are unrolled into a snake, which with the last dimension makes a plane; the
 * cycle fills columns 1 and up row by row and returns along column 0. The number of rows must be even.
 *
 *     > > > v
 *     ^ v < <
 *     ^ > > v
 *     ^ < < <
 */

/** Members in the order in which the cycle visits them; first dimension fastest. */
export type Cycle = readonly number[];

/** As many edge-disjoint cycles as are known for a torus of `sizes`: two, one or none. */
export function disjointCycles(sizes: readonly number[]): Cycle[] {
  const pair = sizes.length === 2 ? twoCycles(sizes[0]!, sizes[1]!) : [];
  if (pair.length > 0) return pair;
  const one = gridCycle(sizes);
  return one ? [one] : [];
}

/** One cycle over the grid of `sizes`, without links around the ends; undefined where there is none or none is known. */
export function gridCycle(sizes: readonly number[]): Cycle | undefined {
  const wide = sizes.filter((size) => size > 1);
  if (wide.length === 0) return undefined;
  if (wide.length === 1) return Array.from({ length: wide[0]! }, (_, member) => member);
  const last = wide[wide.length - 1]!;
  const inner = snake(wide.slice(0, -1));
  const at = (row: number, column: number) => inner[row]! + column * inner.length;
  if (inner.length % 2 === 0) return planeCycle(inner.length, last, at);
  if (last % 2 === 0) return planeCycle(last, inner.length, (row, column) => at(column, row));
  return undefined;
}

function planeCycle(rows: number, columns: number, at: (row: number, column: number) => number): Cycle {
  const cycle: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let step = 1; step < columns; step++) cycle.push(at(row, row % 2 === 0 ? step : columns - step));
  }
  for (let row = rows - 1; row >= 0; row--) cycle.push(at(row, 0));
  return cycle;
}

/** All members of a grid so that each is a neighbour of the one before. */
function snake(sizes: readonly number[]): number[] {
  let path = [0];
  let stride = 1;
  for (const size of sizes) {
    const layer = path;
    path = [];
    for (let index = 0; index < size; index++) {
      const offset = index * stride;
      path.push(...(index % 2 === 0 ? layer : [...layer].reverse()).map((member) => member + offset));
    }
    stride *= size;
  }
  return path;
}

function twoCycles(a: number, b: number): Cycle[] {
  const [short, long] = a <= b ? [a, b] : [b, a];
  if (short < 3 || long % short !== 0 || divisor(long / short, short - 1) !== 1) return [];
  const member = (s: number, l: number) => (a <= b ? s + l * a : l + s * a);
  const first: number[] = [];
  for (let row = 0; row < long; row++) {
    for (let step = 0; step < short; step++) first.push(member((step - row + row * short) % short, row));
  }
  const used = new Set(first.map((node, index) => edge(node, first[(index + 1) % first.length]!)));
  const second = [0];
  for (let previous = -1; second.length < first.length; ) {
    const node = second[second.length - 1]!;
    const next = neighbours(node, a, b).find((other) => other !== previous && !used.has(edge(node, other)));
    if (next === undefined || next === second[0]) return [];
    second.push(next);
    previous = node;
  }
  return [first, second];
}

function neighbours(node: number, a: number, b: number): number[] {
  const [x, y] = [node % a, Math.floor(node / a)];
  return [((x + 1) % a) + y * a, ((x + a - 1) % a) + y * a, x + ((y + 1) % b) * a, x + ((y + b - 1) % b) * a];
}

function edge(a: number, b: number): string {
  return a < b ? `${a}-${b}` : `${b}-${a}`;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
