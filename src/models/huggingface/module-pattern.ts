/**
 * Patterns by which quantisation tools choose modules: a name or the end, start or middle of one at its dots, a name with
 * `*`, a regular expression after `re:`.
 */

/** What modules stand below in checkpoints of one model alone, and of a language model within a larger one. */
const prefixes = [
  "model.",
  "model.language_model.",
  "language_model.model.",
  "transformer.",
  "backbone.",
  "",
];

/** Whether a pattern is of a module, given by its names from `layers.` on. */
export type ModulePattern = (names: readonly string[]) => boolean;

/** What stands before the layers of a tower for images or sound, which are not those of the language model. */
const towers = /vis(?:ion|ual)|tower|image|audio|speech|encoder\./;

/** The test that `pattern` is; undefined where its expression cannot be read, or could take for ever. */
export function modulePattern(pattern: string): ModulePattern | undefined {
  if (pattern.startsWith("re:")) return expressionPattern(pattern.slice(3));
  if (towers.test(pattern)) return () => false;
  const layer = /(?:^|\.)(?:layers|h|blocks)\.(\d+)(?:\.|$)/.exec(pattern)?.[1];
  // What stands before the layers differs between files of one model, and says nothing.
  const name = pattern.replace(/^.*?(?=(?:layers|h|blocks)\.)/, "").replace(/^(?:h|blocks)\./, "layers.");
  if (name.split("*").length - 1 > repetitionsMost) return undefined;
  const expression = name
    .split("*")
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*");
  const tested = new RegExp(`(?:^|\\.)${expression}(?:\\.|$)`);
  return (names) =>
    (layer === undefined || names[0]?.startsWith(`layers.${layer}.`) === true) &&
    names.some((each) => tested.test(each));
}

/** Whether `pattern` may be of a module in one layer and not in another: it knows of layers, or of single characters. */
export function mayNameLayer(pattern: string): boolean {
  const plain = pattern.startsWith("re:")
    ? pattern.slice(3).replaceAll("\\.", "").replaceAll(".*", "")
    : pattern.replace(/[.*]/g, "");
  return !/^[a-z_|()]*$/i.test(plain) || /layer|block|\bh\b/.test(pattern);
}

/** Repetitions that an expression may have: each multiplies the ways to try. */
const repetitionsMost = 6;

/** A group that is repeated may hold no repetition, or else trying all ways takes for ever. */
function isQuick(expression: string): boolean {
  const plain = expression.replace(/\\./g, "x").replace(/\[[^\]]*\]/g, "x");
  return !/\)[*+{]/.test(plain) && (plain.match(/[*+{]/g) ?? []).length <= repetitionsMost;
}

/** An expression is of a whole name from its start, as `re.match` takes it; only the usual name of a module is tried. */
function expressionPattern(expression: string): ModulePattern | undefined {
  if (!isQuick(expression)) return undefined;
  try {
    const tested = new RegExp(`^(?:${expression})`);
    return ([usual]) => prefixes.some((prefix) => tested.test(`${prefix}${usual}`));
  } catch {
    return undefined;
  }
}
