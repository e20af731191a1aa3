/** The report of `validate`: predicted against measured, by kind, with the scores and the rows that are furthest off. */

import { percent } from "../../base/metric-text.ts";
import { significant } from "../../base/units.ts";
import type { Validation } from "../../validation/validate.ts";
import { type Chart, seriesColours, tableOfRows } from "./chart.ts";
import { htmlPage, htmlTable, type PageScripts } from "./page.ts";

const worstShown = 20;

/** The whole page. */
export function validationPage(validation: Validation, about: string, scripts: PageScripts): string {
  const { rows, totals, floor_violations: violations, unpredicted } = validation;
  const charts = totals.map(({ kind, metric }) => scatter(kind, metric, validation));
  const worst = [...rows].sort((a, b) => Math.abs(b.error) - Math.abs(a.error)).slice(0, worstShown);
  return htmlPage(
    {
      title: "How close are the predictions to published measurements?",
      answer: [
        `${rows.length} figures predicted; ${violations.length} are on the wrong side of physics; ${unpredicted.length} rows cannot be predicted.`,
        ...totals.map(
          ({ kind, metric, n, median_ape, mape }) =>
            `${kind}, ${metric}: ${percent(median_ape)} median, ${percent(mape)} mean absolute error over ${n}.`,
        ),
      ],
      about,
      sections: [
        {
          heading: "Scores",
          html: htmlTable({
            columns: ["Kind", "Metric", "n", "Median", "Mean", "p90", "Bias"],
            rows: totals.map(({ kind, metric, n, median_ape, mape, p90_ape, bias }) => [
              kind,
              metric,
              n,
              percent(median_ape),
              percent(mape),
              percent(p90_ape),
              percent(bias),
            ]),
          }),
          charts,
        },
        {
          heading: "The rows that are furthest off",
          html: htmlTable({
            columns: ["Row", "Metric", "Measured", "Predicted", "Error"],
            rows: worst.map(({ id, metric, measured, predicted, error }) => [
              id,
              metric,
              significant(measured),
              significant(predicted),
              percent(error),
            ]),
          }),
        },
        ...(unpredicted.length > 0
          ? [
              {
                heading: "Rows that cannot be predicted",
                html: htmlTable({
                  columns: ["Row", "Why"],
                  rows: unpredicted.map(({ id, reason }) => [id, reason]),
                }),
              },
            ]
          : []),
      ],
    },
    scripts,
  );
}

/** Predicted over measured, both logarithmic; on the line a prediction is right, between the dashes within 20 %. */
function scatter(kind: string, metric: string, { rows }: Validation): Chart {
  const points = rows.filter((row) => row.kind === kind && row.metric === metric);
  const softwares = [...new Set(points.map(({ software }) => String(software)))];
  const values = points.flatMap(({ measured, predicted }) => [measured, predicted]);
  const ends = [Math.min(...values) / 1.2, Math.max(...values) * 1.2];
  const line = (factor: number) => ends.map((end) => ({ measured: end, predicted: end * factor }));
  const coloured = softwares.length <= seriesColours.length;
  return {
    title: `${kind}: ${metric}`,
    note: "On the line the prediction is right; the dashes are 20 % off.",
    plot: {
      height: 320,
      marginLeft: 60,
      x: { label: "Measured", type: "log", grid: true, tickFormat: "~s" },
      y: { label: "Predicted", type: "log", grid: true, tickFormat: "~s" },
      ...(coloured && {
        color: {
          domain: softwares,
          range: seriesColours.slice(0, softwares.length),
          legend: softwares.length > 1,
        },
      }),
    },
    marks: [
      ...[0.8, 1.2].map((factor) => ({
        mark: "line",
        data: line(factor),
        options: {
          x: "measured",
          y: "predicted",
          stroke: "var(--series-8)",
          strokeDasharray: "3 4",
          clip: true,
        },
      })),
      { mark: "line", data: line(1), options: { x: "measured", y: "predicted", stroke: "var(--series-8)" } },
      {
        mark: "dot",
        data: points.map(({ id, measured, predicted, software }) => ({
          id,
          measured,
          predicted,
          software: String(software),
        })),
        options: {
          x: "measured",
          y: "predicted",
          fill: coloured ? "software" : "var(--series-0)",
          fillOpacity: 0.75,
          channels: { row: "id" },
          tip: true,
        },
      },
    ],
    table: tableOfRows(
      points.map(({ id, measured, predicted, error }) => ({ id, measured, predicted, error })),
    ),
  };
}
