/** Text in lines no longer than a limit, broken between words; colours take no room. */
import { plain } from "./style.ts";

/** Fewer columns than these hold no sentence: what would have to fit in them is left as it is. */
const sentenceLeast = 24;

/**
 * `text` in lines of at most `limit` characters; within a word, after a hyphen or before a dot or bracket if there is one, only
 * where it is longer than its line.
 */
export function wrap(text: string, limit: number): string {
  if (plain(text).length <= limit) return text;
  const lines: string[] = [];
  for (const word of text.split(/[ \n]/)) {
    const last = lines.at(-1);
    if (last !== undefined && plain(last).length + 1 + plain(word).length <= limit)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(...pieces(word, limit));
  }
  return lines.join("\n");
}

/** A word in pieces of at most `limit` characters: `workload[inference]`, `.batching`. */
function pieces(word: string, limit: number): string[] {
  if (plain(word).length <= limit) return [word];
  const hyphen = word.lastIndexOf("-", limit - 1) + 1;
  const end = Math.max(hyphen, word.lastIndexOf(".", limit), word.lastIndexOf("[", limit));
  if (end <= 0) return [word.slice(0, limit), ...pieces(word.slice(limit), limit)];
  return [word.slice(0, end), ...pieces(word.slice(end), limit)];
}

/** `text` behind `head` within `width` columns: what does not fit goes on below, under where it began. */
export function hanging(head: string, text: string, width: number): string {
  const column = plain(head).length;
  const room = width - column;
  if (room < sentenceLeast) return `${head}${text}`;
  return `${head}${wrap(text, room).replaceAll("\n", `\n${" ".repeat(column)}`)}`;
}
