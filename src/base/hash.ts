/** A content hash that is the same on every machine and in a browser: SHA-256 of canonical JSON (sorted keys). */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** JSON with object keys sorted at every level, so that equal values have equal text. */
function canonicalJson(value: unknown): string {
  return written(value, new Map()) as string;
}

/** The text of `value`, undefined where JSON has none; `known` holds that of objects, which a catalog has in many places. */
function written(value: unknown, known: Map<object, string>): string | undefined {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const before = known.get(value);
  if (before !== undefined) return before;
  const text = Array.isArray(value)
    ? `[${value.map((each) => written(each, known) ?? "null").join(",")}]`
    : "toJSON" in value && typeof value.toJSON === "function"
      ? written(value.toJSON(), known)
      : writtenKeys(value as Record<string, unknown>, known);
  if (text !== undefined) known.set(value, text);
  return text;
}

function writtenKeys(from: Record<string, unknown>, known: Map<object, string>): string {
  let text = "";
  for (const key of Object.keys(from).sort()) {
    const part = written(from[key], known);
    if (part !== undefined) text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${part}`;
  }
  return `{${text}}`;
}

/** The first 16 hex digits of the SHA-256 of `value`'s canonical JSON. */
export function contentHash(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(value)))).slice(0, 16);
}
