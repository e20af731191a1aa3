/**
 * What happened when, as a workload tells it: spans on rows, moments, and counters. Rows stand in groups (a replica, a
 * pipeline stage), so that a viewer can fold them. A workload writes to whatever timeline its setting holds and does not
 * know how it is kept; without one it writes nothing and pays nothing.
 */

/** A row of a timeline, as `Timeline.row` numbers it. */
export type TimelineRow = number;

/** Details of a span, for the reader who points at it. */
export type TimelineDetails = Readonly<Record<string, string | number>>;

/** Where a workload tells what it does. Times are ns since the run began. */
export interface Timeline {
  /** Opens a row called `name` within `group`, or finds the one of that name. */
  row(group: string, name: string): TimelineRow;
  /** Something lasted from `startNs` to `endNs` on a row. Spans of one row may touch or nest, not cross. */
  span(row: TimelineRow, what: string, startNs: number, endNs: number, details?: TimelineDetails): void;
  /** Something happened at a moment. */
  moment(row: TimelineRow, what: string, atNs: number): void;
  /** A quantity of a group has this value from `atNs` on. */
  counter(group: string, what: string, atNs: number, value: number): void;
}
