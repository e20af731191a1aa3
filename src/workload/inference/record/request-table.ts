/**
 * One row for each request that has left, in the order of leaving: where its time went. What is kept of a request is what its
 * row follows from, in pages of columns; the row is made when someone reads it.
 *
 *     page 0     id [0 1 2 4 3 ...]   arrival [...]   started [...]   ...   status 0   class 0   retries 0
 *
 * A column whose numbers are all alike on a page is that number alone, and one of small whole numbers takes half the room, so
 * that a plain request takes 48 bytes, and one that was preempted, sent elsewhere or given up some more.
 */
import type { Table } from "../../../metrics/table.ts";
import type { Request, RequestStatus } from "../load/request.ts";
import { type Delivery, seenTimes } from "./seen-times.ts";

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

/** Numbers of the rows of a page. */
class Column {
  /** All of them are this; undefined once there are others. */
  #same: number | undefined = 0;
  #numbers: Int32Array | Float64Array = noNumbers;

  set(row: number, value: number): void {
    if (this.#same !== undefined) {
      if (row === 0) this.#same = value;
      if (value === this.#same) return;
      const isSmall = this.#same === (this.#same | 0);
      this.#numbers = new (isSmall ? Int32Array : Float64Array)(pageRows).fill(this.#same, 0, row);
      this.#same = undefined;
    }
    if (value !== (value | 0) && this.#numbers instanceof Int32Array) {
      this.#numbers = new Float64Array(this.#numbers);
    }
    this.#numbers[row] = value;
  }

  get(row: number): number {
    return this.#same ?? this.#numbers[row]!;
  }
}

const noNumbers = new Float64Array(0);

/** What is kept of the requests of a page. */
class Page {
  readonly id = new Column();
  readonly status = new Column();
  readonly replica = new Column();
  readonly arrivalNs = new Column();
  readonly inputTokens = new Column();
  readonly outputTokens = new Column();
  readonly startedNs = new Column();
  readonly firstTokenNs = new Column();
  readonly finishedNs = new Column();
  readonly preemptions = new Column();
  readonly classIndex = new Column();
  readonly stalledNs = new Column();
  readonly transferNs = new Column();
  readonly networkNs = new Column();
  readonly retries = new Column();

  set(row: number, request: Request): void {
    this.id.set(row, request.id);
    this.status.set(row, statuses.indexOf(request.status));
    this.replica.set(row, request.replica);
    this.arrivalNs.set(row, request.arrivalNs);
    this.inputTokens.set(row, request.inputTokens);
    this.outputTokens.set(row, request.outputTokens);
    this.startedNs.set(row, request.startedNs);
    this.firstTokenNs.set(row, request.firstTokenNs);
    this.finishedNs.set(row, request.finishedNs);
    this.preemptions.set(row, request.preemptions);
    this.classIndex.set(row, request.classIndex);
    this.stalledNs.set(row, request.stalledNs);
    this.transferNs.set(row, request.transferNs);
    this.networkNs.set(row, request.networkNs);
    this.retries.set(row, request.retries);
  }
}

/** What the rows of a table tell in words, or beside the request. */
export interface RequestTableOptions {
  classNames: readonly string[];
  /** Engines are numbered model by model, each over so many replicas. */
  replicas: number;
  delivery: Delivery;
}

/** Rows of requests. */
export class RequestTable {
  readonly #options: RequestTableOptions;
  readonly #pages: Page[] = [];
  #rows = 0;

  constructor(options: RequestTableOptions) {
    this.#options = options;
  }

  /** `request` has left. */
  add(request: Request): void {
    if (this.#rows >= rowsMax) return;
    const row = this.#rows++ % pageRows;
    if (row === 0) this.#pages.push(new Page());
    this.#pages[this.#pages.length - 1]!.set(row, request);
  }

  /** The rows, in the order in which requests left. */
  table(): Table {
    return { columns, rows: { [Symbol.iterator]: () => this.#read() } };
  }

  *#read(): Generator<(string | number | null)[]> {
    for (let row = 0; row < this.#rows; row++)
      yield this.#row(this.#pages[Math.floor(row / pageRows)]!, row % pageRows);
  }

  #row(page: Page, row: number): (string | number | null)[] {
    const { classNames, replicas, delivery } = this.#options;
    const status = statuses[page.status.get(row)]!;
    const replica = page.replica.get(row);
    const arrivalNs = page.arrivalNs.get(row);
    const startedNs = page.startedNs.get(row);
    const firstTokenNs = page.firstTokenNs.get(row);
    const finishedNs = page.finishedNs.get(row);
    const outputTokens = page.outputTokens.get(row);
    const stalledNs = page.stalledNs.get(row);
    const transferNs = page.transferNs.get(row);
    const networkNs = page.networkNs.get(row);
    const answered = { arrivalNs, firstTokenNs, finishedNs, outputTokens, networkNs };
    const seen = status === "completed" ? seenTimes(answered, delivery) : undefined;
    const decodeNs = between(firstTokenNs, finishedNs);
    return [
      page.id.get(row),
      status,
      replica < 0 ? null : replica % replicas,
      arrivalNs / 1e9,
      page.inputTokens.get(row),
      outputTokens,
      ms(between(arrivalNs, startedNs)),
      ms(seen?.ttftNs),
      ms(seen?.tpotNs),
      ms(seen?.e2elNs),
      page.preemptions.get(row),
      classNames[Math.min(page.classIndex.get(row), classNames.length - 1)]!,
      ms(between(startedNs, firstTokenNs)),
      ms(decodeNs === null ? null : decodeNs - stalledNs - transferNs),
      ms(stalledNs),
      ms(transferNs),
      ms(seen?.networkNs ?? networkNs),
      page.retries.get(row),
    ];
  }
}

/** From one moment to another, ns; null where one of them never came. */
function between(fromNs: number, toNs: number): number | null {
  return fromNs < 0 || toNs < 0 ? null : toNs - fromNs;
}

function ms(ns: number | null | undefined): number | null {
  return ns === null || ns === undefined ? null : ns / 1e6;
}
