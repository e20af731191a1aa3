/** Runs whose p99 of first tokens tells how they begin, and not how they go on. */
import { expect, test } from "vitest";
import { linearTimer, requests, serve } from "./serving-builder.ts";

/** A burst of `count` at the start, then one request every 100 ms: each prompt takes 10 ms, each answer two steps of 1 ms. */
const after = (count: number, later: number) =>
  [
    ...Array.from({ length: count }, () => "0ms 100+3"),
    ...Array.from({ length: later }, (_, index) => `${1000 + 100 * index}ms 100+3`),
  ].join(", ");

const rushed = (load: string) =>
  serve({
    timer: linearTimer({ prefillToken: 0.1, step: 1 }),
    load: requests(load),
  }).serving.recorder.rushed();

test("the p99 is told to be of those who come at once at the start, where most of the slowest are", () => {
  expect(rushed(after(8, 100))).toBe(8);
});

test("it is not where nobody else comes so fast, where the burst is the load itself, or the rest is slower", () => {
  expect(rushed(after(1, 100))).toBe(0);
  expect(rushed(after(8, 20))).toBe(0);
  const slower = Array.from({ length: 30 }, (_, index) => `${9000 + 900 * index}ms 3000+3`).join(", ");
  expect(rushed(`${after(8, 70)}, ${slower}`)).toBe(0);
});
