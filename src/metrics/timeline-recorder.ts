/**
 * A timeline kept in memory, of bounded size: when it is full, every second span, moment and counter value of the kinds
 * that repeat is dropped, and from then on only every second one is kept, and so on. A span that lasts longer than a
 * thousandth of the time so far is never dropped. Sums by row and kind are exact all the same: they count what was told,
 * not what was kept.
 */
import type { Timeline, TimelineDetails, TimelineRow } from "./timeline.ts";

/** A row, in the order it was opened. */
export interface RecordedRow {
  group: string;
  name: string;
  /** Time of all spans by what they were, ns, dropped ones included. */
  totalNs: Map<string, number>;
}

/** Something that lasted. */
export interface RecordedSpan {
  row: TimelineRow;
  what: string;
  startNs: number;
  endNs: number;
  details?: TimelineDetails | undefined;
}

/** A moment, or the value of a counter. */
export interface RecordedMoment {
  row: TimelineRow;
  what: string;
  atNs: number;
}

/** A counter's value from a time on. */
export interface RecordedValue {
  group: string;
  what: string;
  atNs: number;
  value: number;
}

const longSpanShare = 1e-3;

/** Entries of one sort, thinned out when they become too many. */
class Thinned<Entry> {
  entries: Entry[] = [];
  #stride = 1;
  #told = 0;
  readonly #max: number;
  readonly #keeps: (entry: Entry) => boolean;

  constructor(max: number, keeps: (entry: Entry) => boolean = () => false) {
    this.#max = max;
    this.#keeps = keeps;
  }

  /** Whether some entries were dropped. */
  get isSampled(): boolean {
    return this.#stride > 1;
  }

  add(entry: Entry): void {
    if (this.#told++ % this.#stride !== 0 && !this.#keeps(entry)) return;
    this.entries.push(entry);
    if (this.entries.length >= this.#max) {
      this.entries = this.entries.filter((each, index) => index % 2 === 0 || this.#keeps(each));
      this.#stride *= 2;
    }
  }
}

/** Keeps what a workload tells. */
export class TimelineRecorder implements Timeline {
  readonly rows: RecordedRow[] = [];
  readonly #index = new Map<string, TimelineRow>();
  readonly #spans: Thinned<RecordedSpan>;
  readonly #moments: Thinned<RecordedMoment>;
  readonly #values: Thinned<RecordedValue>;
  #latestNs = 0;

  /** `entriesMax` bounds spans, moments and counter values, each. */
  constructor(entriesMax = 200_000) {
    const isLong = ({ startNs, endNs }: RecordedSpan) => endNs - startNs > longSpanShare * this.#latestNs;
    this.#spans = new Thinned(entriesMax, isLong);
    this.#moments = new Thinned(entriesMax);
    this.#values = new Thinned(entriesMax);
  }

  get spans(): readonly RecordedSpan[] {
    return this.#spans.entries;
  }

  get moments(): readonly RecordedMoment[] {
    return this.#moments.entries;
  }

  get values(): readonly RecordedValue[] {
    return this.#values.entries;
  }

  /** Whether it became too long to keep whole. */
  get isSampled(): boolean {
    return this.#spans.isSampled || this.#moments.isSampled || this.#values.isSampled;
  }

  row(group: string, name: string): TimelineRow {
    const key = `${group}\n${name}`;
    const known = this.#index.get(key);
    if (known !== undefined) return known;
    this.#index.set(key, this.rows.length);
    return this.rows.push({ group, name, totalNs: new Map() }) - 1;
  }

  span(row: TimelineRow, what: string, startNs: number, endNs: number, details?: TimelineDetails): void {
    const { totalNs } = this.rows[row] as RecordedRow;
    totalNs.set(what, (totalNs.get(what) ?? 0) + endNs - startNs);
    this.#latestNs = Math.max(this.#latestNs, endNs);
    this.#spans.add({ row, what, startNs, endNs, details });
  }

  moment(row: TimelineRow, what: string, atNs: number): void {
    this.#moments.add({ row, what, atNs });
  }

  counter(group: string, what: string, atNs: number, value: number): void {
    this.#values.add({ group, what, atNs, value });
  }
}
