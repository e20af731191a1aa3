/** Counts in sentences. */
import { significant } from "./units.ts";

/** `1 rank`, `18,770 tokens`; `many` where more than an s is added: `counted(1, "job waits", "jobs wait")` is "1 job waits". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${significant(count, 9)} ${count === 1 ? one : many}`;
}
