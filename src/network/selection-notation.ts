/**
 * A selection table as text: sizes up to which algorithms are preferred, the last without a size.
 *
 *     1 MB=mesh, 56 MB=halving-doubling|hierarchical, multi-ring|ring
 *
 * Up to 1 MB mesh; up to 56 MB the first of the two that suits the group; above, multi-ring or else ring.
 */
import { type Problem, ScenarioError } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";
import { parseQuantity } from "../base/units.ts";
import type { SelectionRule } from "./selection.ts";

const expected =
  'rules such as "1 MB=mesh, 56 MB=halving-doubling, multi-ring|ring", sizes rising, the last without';

/** The rules that `text` describes, algorithms being of `names`. Throws a `ScenarioError` with all that is wrong. */
export function parseSelection(text: string, names: readonly string[]): SelectionRule[] {
  const path = "--selection";
  const parts = text.split(",").map((part) => part.trim());
  const rules = parts.map((part, index): SelectionRule => {
    const [size, written] = part.includes("=") ? part.split("=") : [undefined, part];
    const isLast = index === parts.length - 1;
    const bytesMax =
      size === undefined ? Number.POSITIVE_INFINITY : (parseQuantity(size.trim(), "size") ?? Number.NaN);
    const algorithms = written.split("|").map((name) => name.trim());
    return { bytesMax: (size === undefined) === isLast ? bytesMax : Number.NaN, algorithms };
  });
  const isRising = rules.every(({ bytesMax }, index) => bytesMax > (rules[index - 1]?.bytesMax ?? 0));
  const problems: Problem[] = isRising ? [] : [{ path, found: `"${text}"`, expected }];
  for (const name of rules.flatMap(({ algorithms }) => algorithms)) {
    if (names.includes(name)) continue;
    problems.push({
      path,
      found: `"${name}"`,
      expected: "the name of an algorithm",
      nearest: nearest(name, names),
    });
  }
  if (problems.length > 0) throw new ScenarioError(problems);
  return rules;
}
