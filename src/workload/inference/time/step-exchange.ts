/** What the ranks of a replica exchange in a step, by operation and size, apart from how long that takes. */
import type { Exchange, OperatorGroup } from "../../../models/operators/operator-group.ts";

/** Collectives of one size in a row. */
export interface StepExchange {
  kind: Exchange["kind"];
  /** Ranks that take part. */
  group: Exchange["group"];
  /** Of each. */
  bytes: number;
  times: number;
}

/** None at all. */
export const noExchanges: readonly StepExchange[] = [];

/** The collectives of `groups`, whose elements take `elementBytes` each. */
export function exchangesOf(groups: readonly OperatorGroup[], elementBytes: number): readonly StepExchange[] {
  const all = groups.flatMap(({ repeat, exchanges }) =>
    exchanges.map(({ kind, group, elements }) => ({
      kind,
      group,
      bytes: elements * elementBytes,
      times: repeat,
    })),
  );
  return all.reduce((sum, each) => joined(sum, [each], 1), noExchanges);
}

/** `some` and `times` times `others`, alike ones together. */
export function joined(
  some: readonly StepExchange[],
  others: readonly StepExchange[],
  times: number,
): readonly StepExchange[] {
  if (others.length === 0 || times === 0) return some;
  if (some.length === 0 && times === 1) return others;
  const all = [...some];
  for (const other of others) {
    const place = all.findIndex(
      ({ kind, group, bytes }) => kind === other.kind && group === other.group && bytes === other.bytes,
    );
    const more = times * other.times;
    if (place < 0) all.push({ ...other, times: more });
    else all[place] = { ...all[place]!, times: all[place]!.times + more };
  }
  return all;
}
