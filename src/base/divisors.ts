/** Whole numbers that divide `number`, in ascending order. */
export function divisors(number: number): number[] {
  const small: number[] = [];
  for (let each = 1; each * each <= number; each++) if (number % each === 0) small.push(each);
  return [...new Set([...small, ...small.map((each) => number / each).reverse()])];
}
