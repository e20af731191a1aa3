/** Versions of the Neuron SDK as numbers that compare. */

/** `2.18.1` as 2.18 and `2.9.0` as 2.09; undefined where there is none. */
export function neuronVersion(text: string | undefined): number | undefined {
  const match = /^(\d+)\.(\d+)/.exec(text ?? "");
  return match ? Number(match[1]) + Number(match[2]) / 100 : undefined;
}
