/** JSON as every file and `--json` prints it: two spaces, a final line end; numbers that are not finite become null. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, (_, inner) => (typeof inner === "number" && !Number.isFinite(inner) ? null : inner), 2)}\n`;
}
