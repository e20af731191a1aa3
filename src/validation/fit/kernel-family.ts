/** Whose kernel a row timed. */
import { elementAt } from "../../base/element-at.ts";
import type { Row } from "../rows/row.ts";

/** `vllm 0.24.0` is of the family `vllm`. */
export function kernelFamily(row: Row): string {
  return elementAt((row.text("library") ?? "vllm").toLowerCase().split(/[\s@-]/), 0);
}
