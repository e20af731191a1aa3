/**
 * Evidence from the text in which it is kept: a table of errors and one of coverage, as CSV. Lists are separated by `;`, spans
 * written `least..most`, what is not known is left empty. `validation/evidence/evidence-text.ts` writes it.
 */
import { elementAt } from "../base/element-at.ts";
import type { Coverage } from "./coverage.ts";
import type { Evidence, LeftOut, Residuals } from "./evidence.ts";

/** Name under which errors of all stacks together are kept. */
export const anyStack = "any stack";

/** Evidence by the name of the profile, from its text. */
export function readEvidence(text: string): Map<string, Evidence> {
  const [errors = [], coverages = []] = text.trim().split("\n\n").map(linesOf);
  const covers = new Map(coverages.map((cells) => [elementAt(cells, 0), coverageOf(cells)]));
  const names = [...new Set(errors.map((cells) => elementAt(cells, 0)))];
  return new Map(
    names.map((name) => {
      const residuals = errors.filter(([profile]) => profile === name).map(residualsOf);
      return [name, { residuals, covers: covers.get(name) }];
    }),
  );
}

/** Cells of each line below the head. */
function linesOf(table: string): string[][] {
  return table
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));
}

/** A span from its text. */
function spanOf(cell = ""): readonly [number, number] | undefined {
  return cell === "" ? undefined : (cell.split("..").map(Number) as unknown as readonly [number, number]);
}

function residualsOf([, metric = "", leftOut, ...cells]: string[]): Residuals {
  const number = (index: number) => Number(elementAt(cells, index));
  const span = spanOf(cells[12]);
  return {
    metric,
    leftOut: leftOut as LeftOut,
    rows: number(0),
    groups: number(1),
    medianError: number(2),
    meanError: number(3),
    band: [number(4), number(5)],
    band80: [number(6), number(7)],
    inside: number(8),
    width: number(9),
    ...(span && { spread: { slope: number(10), at: number(11), span } }),
  };
}

function coverageOf([
  ,
  chips,
  models,
  parameters,
  tensor,
  batch,
  tokens,
  expertCount,
  expertWidth,
  weights,
  kinds,
  features,
]: string[]): Coverage {
  const list = (cell = "") => (cell === "" ? [] : cell.split(";"));
  return {
    chips: list(chips),
    models: list(models),
    parameters: spanOf(parameters),
    tensor: spanOf(tensor),
    batch: spanOf(batch),
    tokens: spanOf(tokens),
    expertCount: spanOf(expertCount),
    expertWidth: spanOf(expertWidth),
    weights: list(weights),
    kinds: list(kinds),
    features: list(features),
  };
}
