/** Any value as an outline for people: a line for each plain figure, lists of them in one, what holds others with these below it. */
import { significant } from "../../base/units.ts";
import { hanging } from "./wrap.ts";

/** Columns by which what a key holds stands further in. */
const indent = 2;

/** Lines of `value` for `width` columns; what is absent or empty has none. */
export function outlineText(value: object, width: number, column = 0): string {
  const entries = Object.entries(value).filter(([, each]) => !isEmpty(each));
  const margin = " ".repeat(column);
  const longest = Math.max(
    0,
    ...entries.filter(([, each]) => plainText(each) !== undefined).map(([key]) => key.length),
  );
  const lines = entries.flatMap(([key, each]) => {
    const text = plainText(each);
    if (text !== undefined) return [hanging(`${margin}${key.padEnd(longest + indent)}`, text, width)];
    const inner = Array.isArray(each) ? each : [each];
    return [`${margin}${key}`, ...inner.map((one: object) => itemText(one, width, column, inner.length > 1))];
  });
  return lines.join("\n");
}

/** What stands below a key; of several each begins with a dash. */
function itemText(item: object, width: number, column: number, isOneOfMany: boolean): string {
  const text = plainText(item);
  if (text !== undefined) return hanging(`${" ".repeat(column + indent)}- `, text, width);
  if (!isOneOfMany) return outlineText(item, width, column + indent);
  const inner = outlineText(item, width, column + 2 * indent);
  return `${" ".repeat(column + indent)}- ${inner.slice(column + 2 * indent)}`;
}

/** A figure, a word, or a list of such, in one piece. */
function plainText(value: unknown): string | undefined {
  if (typeof value === "number") return significant(value, 9);
  if (typeof value !== "object" || value === null) return String(value);
  if (!Array.isArray(value)) return undefined;
  const parts = value.map(plainText);
  return parts.includes(undefined) ? undefined : parts.join(", ");
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || typeof value === "function") return true;
  return typeof value === "object" && value !== null && Object.values(value).every(isEmpty);
}
