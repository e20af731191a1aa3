/** Evidence as the text in which `trnsim calibrate --left-out` prints it and in which it is kept; `timing/evidence-table.ts` reads it. */
import { type CsvCells, csvLines } from "../../base/csv-text.ts";
import type { Evidence } from "../../timing/evidence.ts";

const errorHead =
  "profile,metric,left_out,rows,groups,median_error,mean_error,low,high,low_80,high_80,inside,width,slope,at,span";
const coverageHead =
  "profile,chips,models,parameters,tensor,batch,tokens,expert_count,expert_width,weights,kinds,features";

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
        ...(each.spread === undefined
          ? ["", "", ""]
          : [short(each.spread.slope), short(each.spread.at), span(each.spread.span)]),
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
            covers.features.join(";"),
          ],
        ],
  );
  return `${errorHead}\n${csvLines(errors)}\n${coverageHead}\n${csvLines(coverages)}`;
}
