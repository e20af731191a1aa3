/**
 * How many requests are at a fleet, and how long they wait for a slot, by the stationary state of a birth-death chain: with j
 * requests there, min(j, slots) run and are served at rate(min(j, slots)) together, as if replicas shared them evenly.
 *
 *     users who think Z on average   births (N - j) / Z       one who comes sees the chain of the N - 1 others
 *     a rate r, whatever happens     births r                 one who comes sees the chain as it is
 *     no time to think               j = N always; all come at the first moment, and then again, ten times each
 *     users who all come once        j = N at first; the i-th waits for i - slots to end
 *
 * Times of service are taken to be exponential; without waiting the chain does not hang on it.
 */
import type { ExpectedLoad } from "../load/expected-load.ts";

/** What serves: places, and requests/ns that leave while `running` of them are taken, which may be no whole number. */
export interface SlottedService {
  slots: number;
  rate(running: number): number;
}

/** What is expected of a queue; times in ns. */
export interface ExpectedQueue {
  /** Requests that run at once. */
  running: number;
  /** Requests/ns that leave. */
  throughput: number;
  /** The wait for a slot that `share` of requests have at most. */
  waitNs(share: number): number;
  /** Requests that came at the same moment, and run, before the one that `share` of requests are not behind. */
  before(share: number): number;
}

/** Requests of each user who does not think, of which the first come together (assumed; a usual length of load tests). */
const turnsEach = 10;

/** States of a chain; of more requests several count as one. */
const statesMost = 10_000;

type QueuedLoad = Pick<ExpectedLoad, "ratePerNs" | "users" | "thinkNs">;

/** The queue of `load` at `service`; for ever longer where a rate comes that all slots together do not serve. */
export function expectedQueue(load: QueuedLoad, service: SlottedService): ExpectedQueue {
  const { ratePerNs, users = 1, thinkNs } = load;
  if (ratePerNs === undefined && !thinkNs) return crowd(users, service, thinkNs === 0);
  const { slots, rate } = service;
  const unit = Math.max(1, (ratePerNs === undefined ? users : slots) / statesMost);
  const byUnit = {
    slots: Math.round(slots / unit),
    rate: (running: number) => rate(running * unit) / unit,
  };
  const queue =
    ratePerNs === undefined
      ? closedQueue(Math.round(users / unit), thinkNs as number, byUnit)
      : openQueue(ratePerNs / unit, byUnit);
  return { ...queue, running: queue.running * unit, throughput: queue.throughput * unit };
}

/** Everybody is always there, or has come at once: who `returns` waits behind those beyond the slots, whenever it comes. */
function crowd(users: number, { slots, rate }: SlottedService, returns: boolean): ExpectedQueue {
  const running = Math.min(users, slots);
  const throughput = rate(running);
  const waitNs = (share: number) => Math.max(0, (returns ? users : share * users) - slots) / throughput;
  // Of the slowest answers, those of the first moment.
  const place = (share: number) => (returns ? Math.max(0, 1 - turnsEach * (1 - share)) : share);
  return { running, throughput, waitNs, before: (share) => running * place(share) };
}

function openQueue(ratePerNs: number, { slots, rate }: SlottedService): ExpectedQueue {
  const fullRate = rate(slots);
  const load = ratePerNs / fullRate;
  if (load >= 1)
    return { running: slots, throughput: fullRate, waitNs: () => Number.POSITIVE_INFINITY, before: alone };
  const below = stationary(slots, () => ratePerNs, rate);
  // States beyond the slots follow each other by the factor `load`.
  const waitingNow = (below.at(-1) ?? 0) / (1 - load);
  const all = below.slice(0, -1).reduce((sum, each) => sum + each, waitingNow);
  const mayWait = waitingNow / all;
  const running =
    below.slice(0, -1).reduce((sum, each, count) => sum + count * each, slots * waitingNow) / all;
  const waitNs = (share: number) => Math.max(0, Math.log(mayWait / (1 - share))) / (fullRate - ratePerNs);
  return { running, throughput: ratePerNs, waitNs, before: alone };
}

function closedQueue(users: number, thinkNs: number, service: SlottedService): ExpectedQueue {
  const { slots, rate } = service;
  const chain = (count: number) =>
    stationary(
      count,
      (there) => (count - there) / thinkNs,
      (there) => rate(Math.min(there, slots)),
    );
  const states = chain(users);
  const running = states.reduce((sum, part, there) => sum + part * Math.min(there, slots), 0);
  const throughput = states.reduce(
    (sum, part, there) => sum + part * (there === 0 ? 0 : rate(Math.min(there, slots))),
    0,
  );
  const seen = chain(users - 1);
  const waitNs = (share: number) => {
    let sum = 0;
    const there = seen.findIndex((part) => {
      sum += part;
      return sum >= share;
    });
    const before = there < 0 ? users - 1 : there;
    return Math.max(0, before + 1 - slots) / rate(slots);
  };
  return { running, throughput, waitNs, before: alone };
}

/** Nobody comes at the same moment. */
const alone = () => 0;

/** Shares of time in the states 0 to `last` of a birth-death chain, by products of rates up over rates down. */
function stationary(last: number, up: (there: number) => number, down: (there: number) => number): number[] {
  const logs = [0];
  for (let there = 1; there <= last; there++) {
    logs.push((logs[there - 1] as number) + Math.log(up(there - 1) / down(there)));
  }
  const most = logs.reduce((a, b) => Math.max(a, b));
  const weights = logs.map((log) => Math.exp(log - most));
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / sum);
}
