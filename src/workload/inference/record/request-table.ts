/**
 * One row for each request that has left, in the order of leaving: where its time went. Numbers are kept in arrays, 8 bytes
 * a cell, and become rows when someone reads them.
 */
import type { Table } from "../../../metrics/table.ts";
import type { Request, RequestStatus } from "../load/request.ts";

/** Later requests count in every metric but are not listed. */
const rowsMax = 1_000_000;
const pageRows = 1024;

const columns = [
  "id",
  "status",
  "replica",
  "arrival_s",
  "input_tokens",
  "output_tokens",
  "queue_ms",
  "ttft_ms",
  "tpot_ms",
  "e2el_ms",
  "preemptions",
  "class",
  "prefill_ms",
  "decode_ms",
  "stalled_ms",
  "transfer_ms",
  "network_ms",
  "retries",
] as const;

const statuses: readonly RequestStatus[] = ["completed", "too-long", "rejected", "timed-out", "failed"];
const statusColumn = columns.indexOf("status");
const classColumn = columns.indexOf("class");

/** What the client saw, ns; null where there was nothing to see. */
export interface SeenTimes {
  ttftNs: number | null;
  tpotNs: number | null;
  e2elNs: number | null;
  networkNs: number;
}

/** Rows of requests. */
export class RequestTable {
  readonly #classNames: readonly string[];
  readonly #replicas: number;
  /** Pages of rows: nothing that was written moves. */
  readonly #pages: Float64Array[] = [];
  #rows = 0;

  /** Engines are numbered model by model, each over all `replicas`. */
  constructor(classNames: readonly string[], replicas: number) {
    this.#classNames = classNames;
    this.#replicas = replicas;
  }

  add(request: Request, seen: SeenTimes): void {
    if (this.#rows >= rowsMax) return;
    const { startedNs, firstTokenNs, finishedNs, arrivalNs, stalledNs, transferNs } = request;
    const between = (fromNs: number, toNs: number) => (fromNs < 0 || toNs < 0 ? Number.NaN : toNs - fromNs);
    const page = this.#rows % pageRows;
    if (page === 0) this.#pages.push(new Float64Array(columns.length * pageRows));
    const cells = this.#pages[this.#pages.length - 1]!;
    const row = page * columns.length;
    this.#rows++;
    cells[row] = request.id;
    cells[row + 1] = statuses.indexOf(request.status);
    cells[row + 2] = request.replica < 0 ? Number.NaN : request.replica % this.#replicas;
    cells[row + 3] = arrivalNs / 1e9;
    cells[row + 4] = request.inputTokens;
    cells[row + 5] = request.outputTokens;
    cells[row + 6] = between(arrivalNs, startedNs) / 1e6;
    cells[row + 7] = (seen.ttftNs ?? Number.NaN) / 1e6;
    cells[row + 8] = (seen.tpotNs ?? Number.NaN) / 1e6;
    cells[row + 9] = (seen.e2elNs ?? Number.NaN) / 1e6;
    cells[row + 10] = request.preemptions;
    cells[row + 11] = Math.min(request.classIndex, this.#classNames.length - 1);
    cells[row + 12] = between(startedNs, firstTokenNs) / 1e6;
    cells[row + 13] = (between(firstTokenNs, finishedNs) - stalledNs - transferNs) / 1e6;
    cells[row + 14] = stalledNs / 1e6;
    cells[row + 15] = transferNs / 1e6;
    cells[row + 16] = seen.networkNs / 1e6;
    cells[row + 17] = request.retries;
  }

  /** The rows, in the order in which requests left. */
  table(): Table {
    return { columns, rows: { [Symbol.iterator]: () => this.#read() } };
  }

  *#read(): Generator<(string | number | null)[]> {
    const width = columns.length;
    for (let row = 0; row < this.#rows; row++) {
      const cells: (string | number | null)[] = new Array(width);
      for (let column = 0; column < width; column++) {
        const value = this.#pages[Math.floor(row / pageRows)]![(row % pageRows) * width + column]!;
        cells[column] = Number.isNaN(value) ? null : value;
      }
      cells[statusColumn] = statuses[cells[statusColumn] as number]!;
      cells[classColumn] = this.#classNames[cells[classColumn] as number]!;
      yield cells;
    }
  }
}
