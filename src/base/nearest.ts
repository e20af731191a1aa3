/** The nearest valid word to a misspelt one, for error messages. */
import { closest, distance } from "fastest-levenshtein";

/** What other tools call a thing, and its name here, wherever that name would be right. */
const wordsElsewhere: Readonly<Record<string, string>> = {
  serving: "inference",
  serve: "inference",
  finetuning: "training",
  "fine-tuning": "training",
  pretraining: "training",
  "pre-training": "training",
  tp: "tensor",
  pp: "pipeline",
  dp: "data",
  ep: "expert",
  cp: "context",
  sp: "sequence",
  nodes: "count",
  instances: "count",
  concurrency: "users",
};

/** Longest name that is suggested: keys of a file from elsewhere may be of any length. */
const lengthMost = 200;

/** Letters that a slip gets wrong. */
const slips = 2;

/**
 * The candidate closest to `word` by edit distance, ignoring case; undefined when none is near (more than half of the
 * word would have to change), because a far suggestion misleads. A word that only one candidate begins with, or that
 * begins with only one, was cut or went on too long: that one is meant. So is one whose words are all in `word`, in any order.
 */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const candidates = names.filter(({ length }) => length <= lengthMost);
  if (candidates.length === 0) return undefined;
  const lower = word.toLowerCase();
  const elsewhere = candidates.find((candidate) => candidate === wordsElsewhere[lower]);
  if (elsewhere !== undefined) return elsewhere;
  const whole = cutOrGoneOn(word, candidates);
  if (whole !== undefined) return whole;
  const byLower = new Map(candidates.map((candidate) => [candidate.toLowerCase(), candidate]));
  const best = closest(lower, [...byLower.keys()]);
  // Of one letter nothing is left when it is changed.
  const limit = word.length < 2 ? 0 : Math.max(1, Math.floor(Math.max(word.length, best.length) / 2));
  const edits = distance(lower, best);
  const holding = candidates.find((candidate) => wordsOf(candidate).includes(lower));
  if (holding !== undefined && edits > slips) return holding;
  if (edits <= limit) return byLower.get(best);
  const words = wordsOf(word);
  const [reordered] = candidates
    .map((candidate) => ({ candidate, own: wordsOf(candidate) }))
    .filter(({ own }) => own.length > 1 && own.every((each) => words.includes(each)))
    .sort((a, b) => b.own.length - a.own.length);
  return reordered?.candidate;
}

/** Letters of a word in which two slips leave enough to know it by. */
const slippedLeast = 5;

/** The candidate that `word` is but for a slip of one or two letters, ignoring case; undefined of words that are too short to tell. */
export function slipOf(word: string, candidates: readonly string[]): string | undefined {
  if (word.length < slippedLeast || candidates.length === 0) return undefined;
  const lower = word.toLowerCase();
  const best = closest(
    lower,
    candidates.map((candidate) => candidate.toLowerCase()),
  );
  if (distance(lower, best) > slips) return undefined;
  return candidates.find((candidate) => candidate.toLowerCase() === best);
}

/** The one candidate that `word`, ignoring case, is the beginning of or begins with; undefined where none or several are. */
export function cutOrGoneOn(word: string, candidates: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  const [related, ...others] = candidates.filter((candidate) => {
    const each = candidate.toLowerCase();
    return isStart(lower, each) || isStart(each, lower);
  });
  return others.length === 0 ? related : undefined;
}

/** `globalBatch`, `global-batch` and `global_batch` as `global`, `batch`. */
function wordsOf(name: string): string[] {
  return name.split(/[^a-zA-Z0-9]+|(?<=[a-z0-9])(?=[A-Z])/).map((word) => word.toLowerCase());
}

/** Whether `word` is how `longer` begins, and long enough to mean it. */
function isStart(word: string, longer: string): boolean {
  return word.length >= 4 && longer.startsWith(word);
}
