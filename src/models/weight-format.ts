/**
 * Formats in which weights are stored, and bytes of one weight. Formats with a scale for each block count it: MXFP4 has one
 * byte for 32 weights (4.25 bits), NVFP4 one for 16 (4.5 bits), fp8 of DeepSeek four for a block of 128 x 128, GPTQ and
 * AWQ a scale of 16 bits and a zero of four for each group. Of plain `int8`, `int4` and `fp4` scales are left out.
 */
/** Bytes of a weight by format. */
export const storageBytes = {
  fp32: 4,
  /** Stored as fp32, multiplied with the mantissa cut. */
  tf32: 4,
  bf16: 2,
  fp16: 2,
  fp8: 1,
  int8: 1,
  int4: 0.5,
  fp4: 0.5,
  "fp8-block": 1 + 4 / 128 ** 2,
  mxfp8: 1 + 1 / 32,
  mxfp4: 0.5 + 1 / 32,
  nvfp4: 0.5 + 1 / 16,
  "int4-g128": 0.5 + 2.5 / 128,
  "int4-g64": 0.5 + 2.5 / 64,
  "int4-g32": 0.5 + 2 / 32,
} as const;

/** A storage format. */
export type StorageType = keyof typeof storageBytes;

/** Names of the storage formats, for schemas. */
export const storageTypes = Object.keys(storageBytes) as [StorageType, ...StorageType[]];
