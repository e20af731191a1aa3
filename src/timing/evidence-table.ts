/**
 * Evidence as text, the form in which it is kept and in which `trnsim calibrate --left-out` prints it: a table of errors and
 * one of coverage, as CSV. Lists are separated by `;`, spans written `least..most`, what is not known is left empty.
 */
import { type CsvCells, csvLines } from "../base/csv-text.ts";
import { elementAt } from "../base/element-at.ts";
import type { Coverage, Evidence, Grouping, Residuals } from "./evidence.ts";

/** Name under which errors of all stacks together are kept. */
export const anyStack = "any stack";

const errorHead =
  "profile,metric,left_out,rows,groups,median_error,mean_error,low,high,low_80,high_80,inside,width";
const coverageHead =
  "profile,chips,models,parameters,tensor,batch,tokens,expert_count,expert_width,weights,kinds";

/** Both tables of `evidence`, by the name of the profile. */
export function evidenceText(evidence: ReadonlyMap<string, Evidence>): string {
  const short = (value: number) => String(Number(value.toPrecision(3)));
  const span = (value?: readonly [number, number]) => value?.map(short).join("..") ?? "";
  const errors = [...evidence].flatMap(([profile, { residuals }]) =>
    residuals.map(
      (each): CsvCells => [
        profile,
        each.metric,
        each.leftOut,
        each.rows,
        each.groups,
        ...[each.medianError, each.meanError, ...each.band, ...each.band80, each.inside, each.width].map(
          short,
        ),
      ],
    ),
  );
  const coverages = [...evidence].flatMap(([profile, { covers }]): CsvCells[] =>
    covers === undefined
      ? []
      : [
          [
            profile,
            covers.chips.join(";"),
            covers.models.join(";"),
            ...[covers.parameters, covers.tensor, covers.batch, covers.tokens].map(span),
            ...[covers.expertCount, covers.expertWidth].map(span),
            covers.weights.join(";"),
            covers.kinds.join(";"),
          ],
        ],
  );
  return `${errorHead}\n${csvLines(errors)}\n${coverageHead}\n${csvLines(coverages)}`;
}

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

function residualsOf([, metric = "", leftOut, ...cells]: string[]): Residuals {
  const number = (index: number) => Number(elementAt(cells, index));
  return {
    metric,
    leftOut: leftOut as Grouping,
    rows: number(0),
    groups: number(1),
    medianError: number(2),
    meanError: number(3),
    band: [number(4), number(5)],
    band80: [number(6), number(7)],
    inside: number(8),
    width: number(9),
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
]: string[]): Coverage {
  const list = (cell = "") => (cell === "" ? [] : cell.split(";"));
  const span = (cell = "") =>
    cell === "" ? undefined : (cell.split("..").map(Number) as unknown as readonly [number, number]);
  return {
    chips: list(chips),
    models: list(models),
    parameters: span(parameters),
    tensor: span(tensor),
    batch: span(batch),
    tokens: span(tokens),
    expertCount: span(expertCount),
    expertWidth: span(expertWidth),
    weights: list(weights),
    kinds: list(kinds),
  };
}
