/** A scale whose ticks people can read: logarithmic for values far apart, else linear. */

/** On less than half a decade a logarithmic axis has hardly a round number to name. */
const spreadMin = 5;

/** Options of Plot's scale of `values`. */
export function spreadScale(values: readonly number[]): { type: "log" | "linear"; nice: boolean } {
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const isSpread = least > 0 && greatest > spreadMin * least;
  // Rounded out, a logarithmic axis may be ten times as long as what is on it.
  return isSpread ? { type: "log", nice: false } : { type: "linear", nice: true };
}
