/** Number formats under the names that sources write. */
import type { StorageType } from "../../timing/data-types.ts";

/** Storage format of `text`; 16 bits where nothing is said. */
export function storageTypeOf(text: string | undefined): StorageType {
  const name = (text ?? "").toLowerCase();
  if (/fp8|f8|w8a8|float8/.test(name)) return "fp8";
  if (/int8|s8|w8/.test(name)) return "int8";
  if (/int4|w4|awq|gptq/.test(name)) return "int4";
  if (/fp4|f4/.test(name)) return "fp4";
  if (/bf16/.test(name)) return "bf16";
  if (/fp16|f16|half/.test(name)) return "fp16";
  if (/tf32/.test(name)) return "tf32";
  return /fp32|f32/.test(name) ? "fp32" : "bf16";
}
