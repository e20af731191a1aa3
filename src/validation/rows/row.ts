/** One measured row: a CSV line by column, with missing cells as `undefined`. */

/** Why a row cannot be predicted; listed beside the scores, never dropped in silence. */
export class UnpredictableRow extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "UnpredictableRow";
  }
}

/** Cells of a row, read as text or numbers. */
export class Row {
  readonly #cells: Readonly<Record<string, string>>;

  constructor(cells: Readonly<Record<string, string>>) {
    this.#cells = cells;
  }

  /** Text of a cell, without surrounding space; `undefined` when the column is missing or the cell is empty. */
  text(column: string): string | undefined {
    const text = this.#cells[column]?.trim();
    return text === undefined || text === "" ? undefined : text;
  }

  /** Whether the file has this column, be the cell empty or not. */
  has(column: string): boolean {
    return this.#cells[column] !== undefined;
  }

  /** A cell as a number; `undefined` when it is missing or no number. */
  number(column: string): number | undefined {
    const text = this.text(column);
    const value = text === undefined ? Number.NaN : Number(text);
    return Number.isFinite(value) ? value : undefined;
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
