import { expect, test } from "vitest";
import { Alarm } from "../../src/kernel/alarm.ts";
import { FifoServer } from "../../src/kernel/fifo-server.ts";
import { Process, Signal, type Wait } from "../../src/kernel/process.ts";
import { ProcessorSharingServer } from "../../src/kernel/processor-sharing-server.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import type { Target } from "../../src/kernel/target.ts";

class Log implements Target {
  readonly entries: [number, number][] = [];
  handle(code: number, now: number): void {
    this.entries.push([code, now]);
  }
}

test("the clock moves from event to event", () => {
  const simulator = new Simulator();
  const log = new Log();
  simulator.schedule(5, log, 1);
  simulator.schedule(3, log, 2);
  expect(simulator.run()).toEqual({ status: "completed" });
  expect(log.entries).toEqual([
    [2, 3],
    [1, 5],
  ]);
  expect(simulator.events).toBe(2);
});

test("an event in the past is a broken invariant that names the run", () => {
  const simulator = new Simulator("chat, seed 7");
  expect(() => simulator.schedule(-1, new Log(), 0)).toThrow(
    "chat, seed 7, event 0, 0 ns: event at -1 ns is before now or never",
  );
});

test("a time limit stops before the first later event, and the run can go on", () => {
  const simulator = new Simulator();
  const log = new Log();
  simulator.schedule(10, log, 1);
  simulator.schedule(20, log, 2);
  expect(simulator.run({ timeNs: 15 })).toEqual({ status: "time-limit" });
  expect(log.entries).toEqual([[1, 10]]);
  expect(simulator.run()).toEqual({ status: "completed" });
});

test("an event limit stops an endless run", () => {
  const simulator = new Simulator();
  const endless: Target = { handle: () => simulator.schedule(1, endless, 0) };
  endless.handle(0, 0);
  expect(simulator.run({ events: 100 })).toEqual({ status: "event-limit" });
  expect(simulator.now).toBe(100);
});

test("a run in which work remains but nothing can move is stalled and says who waits for what", () => {
  const simulator = new Simulator();
  const gradients = new Signal("the gradients of stage 3");
  new Process(
    simulator,
    "stage 2",
    (function* () {
      yield 100;
      yield gradients;
    })(),
  );
  expect(simulator.run()).toEqual({
    status: "stalled",
    waiting: ["stage 2 waits for the gradients of stage 3"],
  });
});

test("a signal wakes waiting processes in the order in which they came", () => {
  const simulator = new Simulator();
  const signal = new Signal("go");
  const order: string[] = [];
  const script = function* (name: string, delay: number) {
    yield delay;
    yield signal;
    order.push(`${name}@${simulator.now}`);
  };
  new Process(simulator, "late", script("late", 2));
  new Process(simulator, "early", script("early", 1));
  simulator.schedule(10, { handle: () => signal.raise() }, 0);
  simulator.run();
  expect(order).toEqual(["early@10", "late@10"]);
});

test("scripts that have ended are not asked who waits for what, so that none of a million is kept", () => {
  const simulator = new Simulator();
  const signal = new Signal("go");
  const asked: string[] = [];
  const start = (name: string, script: () => Generator<Wait, void, void>) => {
    const process = new Process(simulator, name, script());
    process.unfinished = () => {
      asked.push(name);
      return [];
    };
  };
  start("waited and ended", function* () {
    yield signal;
  });
  start("only let time pass", function* () {
    yield 5;
  });
  start("waits", function* () {
    yield 20;
    yield signal;
  });
  simulator.schedule(10, { handle: () => signal.raise() }, 0);
  simulator.run();
  expect(asked).toEqual(["waits"]);
});

test("an alarm that is moved or cancelled does not ring at its old time", () => {
  const simulator = new Simulator();
  const rings: number[] = [];
  const moved = new Alarm(simulator, (now) => rings.push(now));
  const cancelled = new Alarm(simulator, (now) => rings.push(-now));
  moved.set(10);
  moved.set(4);
  cancelled.set(6);
  cancelled.cancel();
  simulator.run();
  expect(rings).toEqual([4]);
});

test("an alarm that is moved later a thousand times rings once, with two events", () => {
  const simulator = new Simulator();
  const rings: number[] = [];
  const alarm = new Alarm(simulator, (now) => rings.push(now));
  for (let time = 1; time <= 1000; time++) alarm.set(time);
  simulator.run();
  expect([rings, simulator.events]).toEqual([[1000], 2]);
});

test("an alarm rings in the turn in which it was moved, also where an event of its own comes up at that time before", () => {
  const simulator = new Simulator();
  const order: string[] = [];
  const heard = (name: string): Target => ({ handle: () => order.push(name) });
  const alarm = new Alarm(simulator, () => order.push("alarm"));
  alarm.set(5);
  simulator.schedule(5, heard("before"), 0);
  alarm.set(7);
  alarm.set(5);
  simulator.schedule(5, heard("after"), 0);
  simulator.run();
  expect(order).toEqual(["before", "alarm", "after"]);
});

test("a FIFO server with two servers starts the third job when the first is done", () => {
  const simulator = new Simulator();
  const log = new Log();
  const server = new FifoServer(simulator, { name: "host", servers: 2 });
  [10, 30, 5].forEach((service, code) => {
    server.submit(service, log, code);
  });
  simulator.run();
  expect(log.entries).toEqual([
    [0, 10],
    [2, 10 + 5],
    [1, 30],
  ]);
  expect(server.busyNs).toBe(10 + 30 + 5);
});

test("processor sharing gives two equal jobs half the speed each", () => {
  const simulator = new Simulator();
  const log = new Log();
  const server = new ProcessorSharingServer(simulator, { name: "engine" });
  server.submit(10, log, 0);
  simulator.schedule(4, { handle: () => server.submit(10, log, 1) }, 0);
  simulator.run();
  // Job 0 has 6 left at 4 ns, at half speed until 16 ns; job 1 has had 6 by then and has 4 left alone.
  expect(log.entries).toEqual([
    [0, 4 + 2 * 6],
    [1, 16 + 4],
  ]);
  expect(server.busyNs).toBe(20);
});
