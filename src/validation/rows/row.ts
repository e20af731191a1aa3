/** One measured row: a CSV line by column, with missing cells as `undefined`. */
import { nearest } from "../../base/nearest.ts";

/** Why a row cannot be predicted; listed beside the scores, never dropped in silence. */
export class UnpredictableRow extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "UnpredictableRow";
  }
}

/** What people write for a figure that they do not have. */
const notMeasured = /^(-+|n\/?a|nan|none|null)$/i;

/** That a name is not among `known`, and the nearest that is. */
export function unknownName(told: string, name: string, known: readonly string[]): UnpredictableRow {
  const meant = nearest(name, known);
  return new UnpredictableRow(meant === undefined ? told : `${told}; did you mean "${meant}"?`);
}

/** Cells of a row, read as text or numbers. */
export class Row {
  readonly #cells: Readonly<Record<string, string>>;
  readonly #misread = new Set<string>();
  readonly #asked: Set<string>;

  /** `asked` gathers the columns that are looked for. */
  constructor(cells: Readonly<Record<string, string>>, asked = new Set<string>()) {
    this.#cells = cells;
    this.#asked = asked;
  }

  /** Text of a cell, without surrounding space; `undefined` when the column is missing or the cell is empty. */
  text(column: string): string | undefined {
    this.#asked.add(column);
    const text = this.#cells[column]?.trim();
    return text === undefined || text === "" ? undefined : text;
  }

  /** Whether the file has this column, be the cell empty or not. */
  has(column: string): boolean {
    this.#asked.add(column);
    return this.#cells[column] !== undefined;
  }

  /** Columns that were read as numbers, or measured ones, and hold none. */
  get misread(): readonly string[] {
    return [...this.#misread];
  }

  /** A cell as a number; `undefined` when it is missing or no number. */
  number(column: string): number | undefined {
    const text = this.text(column);
    const value = text === undefined ? Number.NaN : Number(text);
    if (Number.isFinite(value)) return value;
    if (text !== undefined && !notMeasured.test(text)) this.#misread.add(column);
    return undefined;
  }

  /** A cell that holds what was measured; `undefined` when it is missing or 0. One below 0 is told as misread. */
  measured(column: string): number | undefined {
    const value = this.number(column) ?? 0;
    if (value < 0) this.#misread.add(column);
    return value > 0 ? value : undefined;
  }

  /** A cell that a prediction cannot do without, as a number. */
  need(column: string): number {
    const value = this.number(column);
    if (value === undefined) throw new UnpredictableRow(`no ${column}`);
    return value;
  }

  /** A cell that a prediction cannot do without, as text. */
  needText(column: string): string {
    const value = this.text(column);
    if (value === undefined) throw new UnpredictableRow(`no ${column}`);
    return value;
  }
}

/** What the scenario of `row` is called: its id with "-" for what names of scenarios do not take, or else `otherwise`. */
export function rowName(row: Row, otherwise: string): string {
  return row.text("id")?.replace(/[^\w.+-]+/g, "-") ?? otherwise;
}
