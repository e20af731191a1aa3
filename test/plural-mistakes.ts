/** Sentences that count one thing as if there were several. */

/** Words after a 1 that end in an s and are no plural. */
const noPlurals = new Set([
  "ms",
  "us",
  "ns",
  "is",
  "was",
  "has",
  "does",
  "goes",
  "needs",
  "less",
  "as",
  "its",
  "this",
  "always",
  "us",
]);

/** Each "1 steps" of a text, with what stands around it; `1 of 2 steps` and `11 steps` are right. */
export function pluralMistakes(text: string): string[] {
  const found = text.matchAll(/(?<![\d.,%$/x+*-]|[\d+*-] )\b1 ([a-z][a-z-]+s)\b(?![-:])/g);
  return [...found]
    .filter(([, word]) => !noPlurals.has(word!))
    .map(({ index }) => text.slice(Math.max(0, index - 40), index + 40));
}
