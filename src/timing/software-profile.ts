/**
 * A software profile: what a compiler, runtime and framework make of the hardware. A handful of constants with physical
 * meaning and a few behaviours; the shapes and the datasheet do the rest. Efficiencies are at most 1, so no profile can
 * be faster than the chip.
 */

/** Constants of a profile. Efficiencies are fractions of the datasheet's peak; times are ns. */
export interface ProfileConstants {
  /** Of the matmul peak, for large matmuls of prefill and training. */
  matmulEfficiency: number;
  /** Of the memory bandwidth, for streaming weights. */
  weightBandwidthEfficiency: number;
  /** Of the memory bandwidth, for reading the KV cache. */
  kvBandwidthEfficiency: number;
  /** Of the memory bandwidth, for activations. */
  activationBandwidthEfficiency: number;
  /** Of the matmul peak, for attention over whole sequences. */
  attentionEfficiency: number;
  /** Of the vector peak. */
  vectorEfficiency: number;
  /** Fixed cost of a layer: launches, DMA set-up, synchronisation. */
  layerOverheadNs: number;
  /** Fixed cost of a step: host, sampling. */
  stepOverheadNs: number;
  /** Software cost of a collective beside its time on the wire. */
  collectiveOverheadNs: number;
  /** Fraction of a rank's memory that weights, KV cache and activations may not use. */
  memoryReserveFraction: number;
}

/** A named set of constants, and where they come from. */
export interface SoftwareProfile {
  name: string;
  title: string;
  constants: ProfileConstants;
  /** What the constants were fitted on, or why they are assumed. */
  basis: string;
}
