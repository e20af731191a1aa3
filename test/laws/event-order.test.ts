/** The queue against a plain sort: twelve laws of delays, each with pushes, moved and cancelled wake-ups, floods and ebbs. */
import { describe, expect, test } from "vitest";
import { type Random, RandomStreams } from "../../src/base/random.ts";
import { Alarm } from "../../src/kernel/alarm.ts";
import { EventQueue } from "../../src/kernel/event-queue.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import type { Target } from "../../src/kernel/target.ts";

const exponential = (random: Random) => -Math.log(1 - random());
const normal = (random: Random) => Math.sqrt(2 * exponential(random)) * Math.cos(2 * Math.PI * random());

/** Delays in ns; the second argument counts the draws. */
const laws: Readonly<Record<string, (random: Random, draw: number) => number>> = {
  "all equal": () => 1000,
  "all now": () => 0,
  uniform: (random) => 1000 * random(),
  exponential: (random) => 1000 * exponential(random),
  "heavy-tailed": (random) => (1 - random()) ** -2,
  lognormal: (random) => Math.exp(4 * normal(random)),
  triangular: (random) => 500 * (random() + random()),
  "of two scales": (random) => (random() < 0.5 ? 1 : 1e6) * random(),
  "whole numbers": (random) => Math.floor(8 * random()),
  "now or much later": (random) => (random() < 0.5 ? 0 : 1e9 * random()),
  bursts: (random, draw) => (draw % 100 === 0 ? 1e7 : 1e-3 * random()),
  "of a growing scale": (random, draw) => exponential(random) * 1.004 ** draw,
};

interface Waiting {
  time: number;
  order: number;
  code: number;
}

/** Puts `event` where a sort by time, then by order of coming, would. */
function insert(sorted: Waiting[], event: Waiting): void {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.time <= event.time) low = middle + 1;
    else high = middle;
  }
  sorted.splice(low, 0, event);
}

describe.each(Object.entries(laws))("delays that are %s", (name, law) => {
  test("come up in the order of a plain sort, while the queue fills and empties", () => {
    const random = new RandomStreams(1).stream(`event order ${name}`);
    const queue = new EventQueue();
    const sorted: Waiting[] = [];
    const target: Target = { handle() {} };
    let now = 0;
    let order = 0;
    // Fills to some 1,600, holds, empties to a few, and fills again.
    for (const pushes of [0.9, 0.5, 0.1, 0.8, 0.3]) {
      for (let step = 0; step < 2000; step++) {
        if (random() < pushes) {
          const time = now + law(random, order);
          queue.push(time, target, order);
          insert(sorted, { time, order, code: order++ });
        } else if (queue.pop()) {
          const first = sorted.shift() as Waiting;
          if (queue.time !== first.time || queue.code !== first.code)
            expect([queue.time, queue.code]).toEqual([first.time, first.code]);
          now = queue.time;
        }
      }
    }
    expect(queue.size).toBe(sorted.length);
    while (queue.pop()) expect(queue.code).toBe((sorted.shift() as Waiting).code);
    expect(sorted).toEqual([]);
  });

  test("ring in the order of a plain sort when some are moved and some cancelled", () => {
    const random = new RandomStreams(2).stream(`event order ${name}`);
    const simulator = new Simulator();
    const sorted: Waiting[] = [];
    let order = 0;
    let rung = 0;
    const forget = (code: number) => {
      const at = sorted.findIndex((event) => event.code === code);
      if (at >= 0) sorted.splice(at, 1);
    };
    const set = (code: number, time: number) => {
      if (alarms[code]!.timeNs === time) return;
      forget(code);
      alarms[code]!.set(time);
      insert(sorted, { time, order: order++, code });
    };
    const alarms = Array.from(
      { length: 200 },
      (_, code) =>
        new Alarm(simulator, (now) => {
          const first = sorted.shift() as Waiting;
          expect([now, code]).toEqual([first.time, first.code]);
          if (++rung > 3000) return;
          set(code, now + law(random, order));
          const other = Math.floor(200 * random());
          if (random() < 0.3) set(other, now + law(random, order));
          else if (random() < 0.05) {
            alarms[other]!.cancel();
            forget(other);
          }
        }),
    );
    for (let code = 0; code < 200; code++) set(code, law(random, order));
    simulator.run({ events: 20_000 });
    expect(rung).toBeGreaterThan(200);
  });
});
