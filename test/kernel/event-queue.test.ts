import fc from "fast-check";
import { expect, test } from "vitest";
import { EventQueue } from "../../src/kernel/event-queue.ts";
import type { Target } from "../../src/kernel/target.ts";

const target: Target = { handle() {} };

function drain(queue: EventQueue): [number, number][] {
  const order: [number, number][] = [];
  while (queue.pop()) order.push([queue.time, queue.code]);
  return order;
}

test("events leave in order of time", () => {
  const queue = new EventQueue();
  [30, 10, 20].forEach((time, code) => {
    queue.push(time, target, code);
  });
  expect(drain(queue)).toEqual([
    [10, 1],
    [20, 2],
    [30, 0],
  ]);
});

test("equal times leave first in, first out, also across a refill", () => {
  const queue = new EventQueue();
  for (let code = 0; code < 500; code++) queue.push(code % 2 === 0 ? 7 : 1e9, target, code);
  const codes = drain(queue).map(([, code]) => code);
  const evens = Array.from({ length: 250 }, (_, index) => 2 * index);
  expect(codes).toEqual([...evens, ...evens.map((code) => code + 1)]);
});

test("any mix of pushes and pops gives the order of a sorted list", () => {
  const time = fc.oneof(
    fc.double({ min: 0, max: 1e3, noNaN: true }),
    fc.double({ min: 0, max: 1e18, noNaN: true }),
    fc.constantFrom(0, 1, 1 + 2 ** -52, 5e-324),
  );
  const step = fc.oneof(fc.record({ delay: time }), fc.constant("pop" as const));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
      const queue = new EventQueue();
      const expected: { time: number; code: number }[] = [];
      let now = 0;
      steps.forEach((each, code) => {
        if (each === "pop") {
          const first = expected.shift();
          expect(queue.peekTime()).toBe(first?.time ?? Number.POSITIVE_INFINITY);
          expect(queue.pop()).toBe(first !== undefined);
          if (first === undefined) return;
          expect([queue.time, queue.code]).toEqual([first.time, first.code]);
          now = first.time;
        } else {
          queue.push(now + each.delay, target, code);
          expected.push({ time: now + each.delay, code });
          expected.sort((a, b) => a.time - b.time || a.code - b.code);
        }
        expect(queue.size).toBe(expected.length);
      });
    }),
  );
});
