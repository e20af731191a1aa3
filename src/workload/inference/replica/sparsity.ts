/**
 * Structured sparsity: of every N weights of a layer M are kept, with their places, and the chip multiplies such groups at a
 * rate of its own. Embeddings, head, norms and routers stay dense.
 *
 *     bytes of a weight = M / N x (bytes of a kept one + log2(N) / 8)
 */
import { ScenarioError } from "../../../base/errors.ts";
import type { Chip, RankDevice } from "../../../hardware/chip.ts";
import type { WeightFamily } from "../../../models/layer/weight.ts";
import type { ElementBytes } from "../../../models/operators/operator.ts";

/** Refuses a pattern that `chip` does not have. */
export function checkSparsity(pattern: string | undefined, { name, sparsePattern }: Chip): void {
  if (pattern === undefined || pattern === sparsePattern) return;
  const expected = sparsePattern
    ? `"${sparsePattern}", the pattern of ${name}`
    : `none: ${name} has no structured sparsity`;
  throw new ScenarioError([{ path: "workload.precision.sparsity", found: `"${pattern}"`, expected }]);
}

/** `bytes` with the layers' weights thinned out to `pattern`: 2 bytes at 4:16 become 0.625. */
export function sparseBytes(bytes: ElementBytes, pattern: string): ElementBytes {
  const [kept = Number.NaN, of = Number.NaN] = pattern.split(":").map(Number);
  const thinned = (each: number) => (kept / of) * (each + Math.log2(of) / 8);
  const families = Object.entries(bytes.families ?? {}).map(([family, each]) => [family, thinned(each)]);
  const dense = denseFamilies.map((family) => [family, bytes.families?.[family] ?? bytes.weights]);
  return { ...bytes, weights: thinned(bytes.weights), families: Object.fromEntries([...families, ...dense]) };
}

/** Families whose weights are all kept. */
const denseFamilies = ["embeddings", "head", "norms", "router"] as const satisfies readonly WeightFamily[];

/** `device` at its rates for sparse weights. */
export function sparseDevice(device: RankDevice): RankDevice {
  return { ...device, peaks: { ...device.peaks, ...device.sparsePeaks } };
}
