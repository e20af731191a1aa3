/** Models trained for a budget, for a person: the best, the others, and that the loss is the law's. */
import { counted } from "../../base/counted.ts";
import { formatCount, formatUsd, significant } from "../../base/units.ts";
import type { ScalingReport } from "../../study/scaling/compute-optimal.ts";
import type { Style } from "./style.ts";
import { textTable } from "./text-table.ts";

/** Several lines, without a final line end. */
export function scalingText(report: ScalingReport, style: Style): string {
  const { rows, law, law_optimum: optimum, left_out: leftOut, life, budget } = report;
  const [best] = rows;
  const spent = budget.usd === null ? counted(budget.days ?? 0, "day") : formatUsd(budget.usd);
  const forLife = life ? `, serving of ${formatCount(life.tokens)} tokens included` : "";
  const others = leftOut.map(({ model, why }) => style.dim(`${model}: ${why}`));
  if (best === undefined)
    return [style.bad(`No model can be trained for ${spent}${forLife}.`), ...others].join("\n");
  const usd = (value: number | null) => (value === null ? "-" : formatUsd(value));
  return [
    style.bold(
      `For ${spent}${forLife}: ${best.model} on ${formatCount(best.tokens)} tokens, ${significant(best.tokens_per_parameter)} a parameter, for a loss of ${significant(best.loss, 4)}`,
    ),
    ...(optimum
      ? [
          `The law alone would take ${formatCount(optimum.parameters)} parameters and ${formatCount(optimum.tokens)} tokens for as many training flops.`,
        ]
      : []),
    textTable(
      [
        "model",
        "parameters",
        "tokens",
        "tokens / parameter",
        "days",
        "$ training",
        "$ of its life",
        "loss",
        "set",
      ],
      rows.map((row) => [
        row.model,
        formatCount(row.parameters),
        formatCount(row.tokens),
        significant(row.tokens_per_parameter),
        significant(row.days),
        usd(row.usd),
        usd(row.life_usd),
        significant(row.loss, 4),
        row.set.join(" "),
      ]),
      { width: style.width, leftColumns: 1 },
    ),
    ...others,
    style.dim(
      `The loss is that of the law (${law.name}: ${law.source}), for its authors' data and models: L = ${law.irreducible} + ${law.parameters.factor} / N^${law.parameters.exponent} + ${law.tokens.factor} / D^${law.tokens.exponent}. Rates and dollars are simulated.`,
    ),
  ].join("\n");
}
