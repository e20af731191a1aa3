/** Every policy of a queue, decision by decision, against what its line of help says, said once more and slowly; quotas and use beside. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { createPlugin, pluginChoice } from "../../src/base/plugin.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import { JobQueue } from "../../src/workload/queue/job-queue.ts";
import { queuePolicies } from "../../src/workload/queue/queue-policies.ts";
import {
  type QueuePolicy,
  type QueueView,
  queueContract,
  type RunningJob,
} from "../../src/workload/queue/queue-policy.ts";
import { queueFigures } from "../../src/workload/queue/queue-result.ts";
import type { QueuedJob } from "../../src/workload/queue/queued-job.ts";
import { withinQuotas } from "../../src/workload/queue/quotas.ts";

const users = ["ada", "bob", "cyd"];
const shares: { [user: string]: number } = { ada: 1, bob: 2, cyd: 1 };

const needed = (jobs: readonly QueuedJob[]) => jobs.reduce((sum, { accelerators }) => sum + accelerators, 0);

/** From the front of `order`, up to the first that does not fit. */
function front(order: readonly QueuedJob[], free: number): QueuedJob[] {
  const length = order.findIndex((_, index) => needed(order.slice(0, index + 1)) > free);
  return order.slice(0, length < 0 ? order.length : length);
}

const sorted = (jobs: readonly QueuedJob[], by: (job: QueuedJob) => number) =>
  [...jobs].sort((a, b) => by(a) - by(b) || a.index - b.index);

const restated: { readonly [name: string]: (view: QueueView) => QueuedJob[] } = {
  fifo: ({ waiting, free }) => front(waiting, free),
  sjf: ({ waiting, free }) =>
    front(
      sorted(waiting, ({ durationNs }) => durationNs),
      free,
    ),
  priority: ({ waiting, free }) =>
    front(
      sorted(waiting, ({ priority }) => -priority),
      free,
    ),
  firstfit: ({ waiting, free }) => {
    const started: QueuedJob[] = [];
    for (const job of waiting) if (needed([...started, job]) <= free) started.push(job);
    return started;
  },
  easy: ({ waiting, free, running, now }) => {
    const started = front(waiting, free);
    const head = waiting[started.length];
    if (head === undefined) return started;
    const ends = [
      ...running,
      ...started.map((job) => ({ job, startNs: now, endNs: now + job.durationNs })),
    ].sort((a, b) => a.endNs - b.endNs || a.job.index - b.job.index);
    const left = free - needed(started);
    // The first end, one after the other, with which the head fits, and what it leaves over then.
    const freeWith = (count: number) => left + needed(ends.slice(0, count).map((each) => each.job));
    const shadow = ends.findIndex((_, index) => freeWith(index + 1) >= head.accelerators);
    const shadowNs = ends[shadow]?.endNs ?? Number.POSITIVE_INFINITY;
    let extra = shadow < 0 ? 0 : freeWith(shadow + 1) - head.accelerators;
    for (const job of waiting.slice(started.length + 1)) {
      const isShort = now + job.durationNs <= shadowNs;
      if (needed([...started, job]) > free || (!isShort && job.accelerators > extra)) continue;
      if (!isShort) extra -= job.accelerators;
      started.push(job);
    }
    return started;
  },
  "fair-share": ({ waiting, free, used }) => {
    const started: QueuedJob[] = [];
    const hadBy = (user: string) => {
      const own = started.filter((job) => job.user === user);
      const begun = own.map((job) => (job.accelerators * job.durationNs) / (shares[user] as number));
      return begun.reduce((sum, each) => sum + each, used(user) / (shares[user] as number));
    };
    for (;;) {
      const left = waiting.filter((job) => !started.includes(job));
      const firsts = left.filter((job) => left.find(({ user }) => user === job.user) === job);
      const [next] = firsts.sort((a, b) => hadBy(a.user) - hadBy(b.user) || a.index - b.index);
      if (next === undefined || needed([...started, next]) > free) return started;
      started.push(next);
    }
  },
};

const job = fc.record({
  durationNs: fc.integer({ min: 1, max: 60 }),
  accelerators: fc.integer({ min: 1, max: 8 }),
  user: fc.constantFrom(...users),
  priority: fc.integer({ min: 0, max: 2 }),
  submitNs: fc.constant(0),
});
const named = (rows: readonly Omit<QueuedJob, "index" | "name">[]): QueuedJob[] =>
  rows.map((row, index) => ({ ...row, index, name: `job ${index}` }));

/** A moment of a queue: some jobs run, the others wait. */
const views = fc
  .record({
    jobs: fc.array(job, { minLength: 1, maxLength: 14 }).map(named),
    runs: fc.integer({ min: 0, max: 5 }),
    lefts: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 5, maxLength: 5 }),
    spare: fc.integer({ min: 0, max: 10 }),
    had: fc.array(fc.constantFrom(0, 40, 100), { minLength: 3, maxLength: 3 }),
    // When those that run began, and whether they have been told to leave.
    starts: fc.array(fc.tuple(fc.integer({ min: 48, max: 50 }), fc.nat(5)), { minLength: 5, maxLength: 5 }),
  })
  .map(({ jobs, runs, lefts, spare, had, starts }): QueueView => {
    const running = jobs.slice(0, runs).map((each, index) => {
      const [startNs, leaves] = starts[index] as [number, number];
      return { job: each, startNs, endNs: 100 + (lefts[index] as number), isLeaving: leaves === 0 };
    });
    return {
      now: 100,
      free: spare,
      waiting: jobs.slice(runs),
      running: running.sort((a, b) => a.endNs - b.endNs || a.job.index - b.job.index),
      used: (user) => had[users.indexOf(user)] as number,
    };
  });

test.each(queuePolicies.map(({ name }) => name))(
  "%s starts whom its help says, whatever waits and runs",
  (kind) => {
    // Who is not named has a share of 1.
    const choice = kind === "fair-share" ? { kind, shares: { bob: shares.bob } } : kind;
    const policy = createPlugin(
      queuePolicies,
      pluginChoice(queuePolicies).parse(choice),
      undefined,
      queueContract,
    );
    fc.assert(
      fc.property(views, (view) => {
        const started = policy.choose(view).map(({ index }) => index);
        expect(started).toEqual(
          (restated[kind] as (view: QueueView) => QueuedJob[])(view).map(({ index }) => index),
        );
      }),
      { numRuns: 300 },
    );
  },
);

const preempting = createPlugin(
  queuePolicies,
  { kind: "priority", preempt: true },
  undefined,
  queueContract,
) as Required<QueuePolicy>;

/** Whether `one` is stopped before `other`: the lower of priority, of equals the later started. */
const goesFirst = (one: RunningJob, other: RunningJob) =>
  one.job.priority - other.job.priority || other.startNs - one.startNs || other.job.index - one.job.index;

test("a job of higher priority stops the lowest, of equals the youngest, and none that it does not need", () => {
  const seen = { stops: 0, spared: 0, hopeless: 0 };
  fc.assert(
    fc.property(views, (view) => {
      const preemptions = preempting.preempt(view);
      const leaving = view.running.filter(({ isLeaving }) => isLeaving);
      let room = view.free + needed(leaving.map((each) => each.job));
      let left = view.running.filter((each) => !leaving.includes(each)).sort(goesFirst);
      let told = 0;
      for (const each of sorted(view.waiting, ({ priority }) => -priority)) {
        const lower = left.filter((other) => other.job.priority < each.priority);
        const wanted = each.accelerators - room;
        const held = (some: readonly RunningJob[]) => needed(some.map((other) => other.job));
        if (wanted > held(lower)) {
          if (lower.length > 0) seen.hopeless++;
          break;
        }
        const stops = preemptions.find((own) => own.job === each)?.stops ?? [];
        if (stops.length > 0) told++;
        const isTooSmall = (some: readonly RunningJob[]) => held(some) < wanted;
        let isRight = stops.every((stopped) => lower.includes(stopped)) && !isTooSmall(stops);
        for (const stopped of stops) {
          const before = lower.slice(0, lower.indexOf(stopped));
          const spared = before.filter((own) => !stops.includes(own));
          seen.stops++;
          seen.spared += spared.length;
          isRight &&= isTooSmall(before) && isTooSmall(stops.filter((own) => own !== stopped));
          // None that is spared would do in the place of one that is stopped.
          isRight &&= spared.every((one) => isTooSmall(stops.map((own) => (own === stopped ? one : own))));
        }
        expect(isRight, `${stops.map((own) => own.job.name)} of ${lower.map((own) => own.job.name)}`).toBe(
          true,
        );
        room += held(stops) - each.accelerators;
        left = left.filter((own) => !stops.includes(own));
      }
      // Behind the first for which there is no room nobody is stopped for.
      expect(preemptions).toHaveLength(told);
    }),
    { numRuns: 800, seed: 12 },
  );
  expect(Math.min(seen.stops, seen.spared, seen.hopeless)).toBeGreaterThan(10);
});

/** When the head of the line finds room, of jobs that run or are `started` at `now`. */
function headBegins(
  head: QueuedJob,
  { free, running, now }: QueueView,
  started: readonly QueuedJob[],
): number {
  const begun = started.map((each) => ({ job: each, startNs: now, endNs: now + each.durationNs }));
  const busy: readonly RunningJob[] = [...running, ...begun];
  const all = free + needed(running.map((each) => each.job));
  const freeAt = (ns: number) => all - needed(busy.filter(({ endNs }) => endNs > ns).map((each) => each.job));
  return Math.min(...busy.map(({ endNs }) => endNs).filter((end) => freeAt(end) >= head.accelerators));
}

const easy = createPlugin(queuePolicies, { kind: "easy" }, undefined, queueContract);

test("a backfilled job never delays the head of the line, if nobody ends early", () => {
  fc.assert(
    fc.property(views, (view) => {
      const started = easy.choose(view);
      const head = view.waiting.find((each) => !started.includes(each));
      if (head === undefined) return;
      const before = started.filter(({ index }) => index < head.index);
      expect(headBegins(head, view, started)).toBe(headBegins(head, view, before));
    }),
    { numRuns: 300 },
  );
});

test("a job that finds room and is not backfilled would delay the head of the line, but where ends fall together", () => {
  let [refused, tied] = [0, 0];
  fc.assert(
    fc.property(views, (view) => {
      const started = easy.choose(view);
      const head = view.waiting.find((each) => !started.includes(each));
      if (head === undefined) return;
      const promised = headBegins(head, view, started);
      if (promised === Number.POSITIVE_INFINITY) return;
      const startedNs = started.map(({ durationNs }) => view.now + durationNs);
      const endsNs = [...view.running.map(({ endNs }) => endNs), ...startedNs];
      if (endsNs.filter((endNs) => endNs === promised).length > 1) {
        tied++;
        return;
      }
      for (const each of view.waiting) {
        if (each.index <= head.index || started.includes(each)) continue;
        if (each.accelerators > view.free - needed(started)) continue;
        refused++;
        expect(headBegins(head, view, [...started, each])).toBeGreaterThan(promised);
      }
    }),
    { numRuns: 2000, seed: 14 },
  );
  // Neither jobs that are refused nor ends that fall together are rare among these.
  expect(Math.min(refused, tied)).toBeGreaterThan(20);
});

test("a user's jobs start in their order while their quota lasts, and nobody else waits for it", () => {
  const quotas = fc.dictionary(fc.constantFrom("ada", "bob"), fc.integer({ min: 1, max: 12 }));
  fc.assert(
    fc.property(views, quotas, ({ waiting, running }, limits) => {
      const allowed = withinQuotas(limits, { waiting, running: [running] });
      for (const user of users) {
        const own = waiting.filter((each) => each.user === user);
        const held = needed(running.filter((each) => each.job.user === user).map((each) => each.job));
        const limit = (limits[user] ?? Number.POSITIVE_INFINITY) - held;
        expect(allowed.filter((each) => each.user === user)).toEqual(front(own, limit));
      }
    }),
  );
});

const pool = { name: "all", instances: 1, accelerators: 8, openNs: 0, closeNs: Number.POSITIVE_INFINITY };

test("a policy is told the accelerator-time that every user has had, up to now", () => {
  const rows = fc.array(fc.tuple(job, fc.integer({ min: 0, max: 30 })), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(rows, (list) => {
      let submitNs = 0;
      const jobs = named(
        list.map(([each, gap]) => {
          submitNs += gap;
          return { ...each, submitNs };
        }),
      );
      const simulator = new Simulator();
      const told: { now: number; used: number[] }[] = [];
      const choose = ({ waiting, free, now, used }: QueueView) => {
        told.push({ now, used: users.map(used) });
        return front(waiting, free);
      };
      const queue = new JobQueue(simulator, {
        jobs,
        pools: [pool],
        policy: { name: "told", choose },
        over() {},
      });
      queue.start();
      simulator.run();
      for (const { now, used } of told) {
        const hadBy = (user: string) =>
          jobs
            .filter((each) => each.user === user && (queue.startNs[each.index] as number) <= now)
            .map(
              (each) =>
                each.accelerators * Math.min(each.durationNs, now - (queue.startNs[each.index] as number)),
            )
            .reduce((sum, each) => sum + each, 0);
        expect(used).toEqual(users.map(hadBy));
      }
      // What was used of what was there from the first submission to the last end, and what the rest of it cost.
      const ends = jobs.map(({ index, durationNs }) => (queue.startNs[index] as number) + durationNs);
      const makespanNs = Math.max(...ends) - (jobs[0] as QueuedJob).submitNs;
      const workNs = jobs.reduce((sum, each) => sum + each.accelerators * each.durationNs, 0);
      const figures = queueFigures(jobs, queue.ended, { accelerators: 8, usdPerHour: 3600 });
      expect(figures.utilization).toBeCloseTo(workNs / makespanNs / 8, 12);
      expect(figures.usd_idle).toBeCloseTo((makespanNs - workNs / 8) / 1e9, 12);
      expect(figures.usd_per_job).toBeCloseTo(makespanNs / 1e9 / jobs.length, 12);
    }),
  );
});
