import { expect, test } from "vitest";
import { linearTimer, requests, serve } from "./serving-builder.ts";

test("dynamic batching waits for company, at most `maxWait`", () => {
  const { rows } = serve({
    timer: linearTimer({ prefillToken: 1 }),
    batching: { kind: "dynamic", maxBatch: 4, maxWait: 20e6, preferredSizes: [] },
    load: requests("0ms 10+1, 5ms 10+1"),
  });
  // Both start at 20 ms and are computed together.
  expect(rows.map(({ queue_ms }) => queue_ms)).toEqual([20, 15]);
});

test("dynamic batching starts a batch of a preferred size at once", () => {
  const { rows } = serve({
    timer: linearTimer({ prefillToken: 1 }),
    batching: { kind: "dynamic", maxBatch: 4, maxWait: 20e6, preferredSizes: [2] },
    load: requests("0ms 10+1, 5ms 10+1, 6ms 10+1"),
  });
  // Two start at 5 ms and take 20 ms; the third has waited 20 ms by 26.
  expect(rows.map(({ queue_ms }) => queue_ms)).toEqual([5, 0, 20]);
});

test("a chunked prefill shares each step with the answers and delays them by its part only", () => {
  const { rows } = serve({
    timer: linearTimer({ prefillToken: 1, step: 10 }),
    batching: { kind: "chunked-prefill", maxBatch: 4, stepTokens: 33, reserve: "prompt" },
    load: requests("0ms 33+10, 60ms 64+1"),
  });
  // The first prompt takes one step of 33 tokens: 43 ms. Its answer goes on in steps of 10; the running one ends at 63,
  // then two steps take 32 tokens of the second prompt each beside one of the answer: 42 ms a step.
  expect(rows[0]!.ttft_ms).toBe(10 + 33);
  expect(rows[1]!.ttft_ms).toBe(63 + 2 * (10 + 32) - 60);
  // Nine more tokens: two in steps of 10, two in shared steps, five in steps of 10.
  expect(rows[0]!.e2el_ms).toBe(43 + 2 * 10 + 2 * 42 + 5 * 10);
});

test("proposals that an answer verifies take their part of a shared step, of prompts that start in it too", () => {
  const { rows } = serve({
    // Four tokens of an answer are verified in each step, and one is kept.
    timer: { ...linearTimer({ prefillToken: 1, step: 10 }), lookaheadTokens: 4, tokensPerStep: 1 },
    batching: { kind: "chunked-prefill", maxBatch: 4, stepTokens: 33, reserve: "prompt" },
    load: requests("0ms 33+10, 60ms 29+1, 60ms 2+1"),
  });
  // At 63 ms 29 of 33 tokens are left: the second prompt takes them all for 10 + 29 ms, the third starts behind it.
  expect(rows.map(({ queue_ms }) => queue_ms)).toEqual([0, 63 - 60, 63 + 39 - 60]);
});

test("a host that schedules ahead lets a request join the step after next", () => {
  const ttftMs = (schedulesAhead: boolean) =>
    serve({
      timer: { ...linearTimer({ prefillToken: 1, step: 10 }), schedulesAhead },
      batching: { kind: "chunked-prefill", maxBatch: 4, stepTokens: 100, reserve: "prompt" },
      load: requests("0ms 20+10, 35ms 20+1"),
    }).rows.map(({ ttft_ms }) => ttft_ms);
  // Steps end at 30, 40 and 50 ms: the second prompt comes in the second step and takes one of 10 + 20.
  expect(ttftMs(false)).toEqual([30, 40 - 35 + 30]);
  // The third step was made up while the second ran, before the prompt was there; the first had nothing before it.
  expect(ttftMs(true)).toEqual([30, 50 - 35 + 30]);
});

test("decode first holds prompts back until few answers run", () => {
  const { rows } = serve({
    timer: linearTimer({ prefillToken: 1, step: 10 }),
    batching: { kind: "decode-first", maxBatch: 4, refillBelow: 0 },
    load: requests("0ms 10+5, 15ms 10+2"),
  });
  // The first answer ends at 10 + 4 x 10.
  expect(rows[1]!.queue_ms).toBe(50 - 15);
});

test("the first step of a request with others that run lasts longer, for all of them", () => {
  const { rows } = serve({
    timer: linearTimer({ prefillToken: 1, step: 10, join: 7 }),
    load: requests("0ms 10+5, 15ms 10+2"),
  });
  // Tokens of the first: its prompt and a step of its own, the prompt of the second, a step with it, two more.
  expect(rows[0]!.e2el_ms).toBe(10 + 10 + 10 + (10 + 7) + 10 + 10);
  // The second waits for that step of the first, then has its prompt and one step.
  expect(rows[1]!.e2el_ms).toBe(20 - 15 + 10 + (10 + 7));
});

test("a served ratio lets prompts interrupt answers when enough wait, or after so many tokens", () => {
  const startsMs = (waitingServedRatio: number, load: string) =>
    serve({
      timer: linearTimer({ prefillToken: 1, step: 10 }),
      batching: {
        kind: "served-ratio",
        maxBatch: 8,
        maxPrefillTokens: 20,
        waitingServedRatio,
        maxWaitingTokens: 4,
        reserve: "prompt",
      },
      load: requests(load),
    }).rows.map(({ queue_ms }) => queue_ms);
  // Two prompts of 10 take 20 ms; steps end at 30, 40, 50. Half of two running is one waiting: the third starts at once.
  const early = "0ms 10+20, 0ms 10+20, 35ms 10+5";
  expect(startsMs(0.5, early)).toEqual([0, 0, 40 - 35]);
  // Two must wait: with the token of the prompts and three of steps, four are made at 50.
  expect(startsMs(1, early)).toEqual([0, 0, 50 - 35]);
  // Two wait at 40; the prompts of four or more go in steps of their own, a decode step between them.
  expect(startsMs(1, "0ms 10+20, 0ms 10+20, 35ms 10+5, 36ms 10+5")).toEqual([0, 0, 5, 4]);
  const crowd = startsMs(0, "0ms 10+20, 0ms 10+20, 35ms 10+5, 35ms 10+5, 35ms 10+5");
  expect(crowd).toEqual([0, 0, 5, 5, 40 + 20 + 10 - 35]);
});

test("reserving the answer admits fewer, and nobody loses its place", () => {
  const load = () => requests("0ms 16+32, 0ms 16+32");
  const run = (reserve: string) =>
    serve({
      timer: linearTimer({ prefillToken: 1, step: 10 }),
      batching: { kind: "continuous", maxBatch: 2, maxPrefillTokens: 1e9, reserve },
      kvCapacityTokens: 80,
      load: load(),
    }).rows;
  expect(run("prompt").map(({ preemptions }) => preemptions)).toEqual([0, 1]);
  expect(run("answer").map(({ preemptions }) => preemptions)).toEqual([0, 0]);
});

test("a swapped request comes back after its keys and values have gone out and in, and computes nothing anew", () => {
  const run = (swapNs?: (tokens: number) => number) =>
    serve({
      timer: linearTimer({ prefillToken: 1, step: 10 }),
      batching: { kind: "continuous", maxBatch: 2, maxPrefillTokens: 1e9, reserve: "prompt" },
      kvCapacityTokens: 80,
      load: requests("0ms 16+32, 0ms 16+32"),
      swapNs,
    }).rows[1];
  const swapped = run(() => 1e6);
  const recomputed = run();
  expect(swapped!.preemptions).toBe(1);
  expect(recomputed!.preemptions).toBe(1);
  // Coming back costs 2 x 1 ms instead of a prefill of prompt and lost answer, which gives a token worth a step of 10 ms.
  expect(Number(swapped!.e2el_ms)).toBeLessThan(Number(recomputed!.e2el_ms));
  // Of five blocks each has two, full with 16 tokens of the prompt and 16 of the answer: 32 tokens go out, and in.
  const perToken = (ns: number) => Number(run((tokens) => ns * tokens)!.e2el_ms);
  expect(perToken(30_000) - perToken(10_000)).toBeCloseTo((2 * 32 * 20_000) / 1e6, 9);
});

test("the shortest job goes first, and a request of the urgent class before the others", () => {
  const load = () =>
    requests("0ms 10+5, 1ms 50+5, 2ms 20+5").map((spec, index) => ({ ...spec, priority: 2 - index }));
  const firstTokens = (order: string) =>
    serve({
      timer: linearTimer({ prefillToken: 1, step: 10 }),
      batching: { kind: "none" },
      order,
      load: load(),
    }).rows.map(({ queue_ms }) => Number(queue_ms));
  const [, long, short] = firstTokens("shortest-first");
  expect(short).toBeLessThan(long!);
  const [, later, urgent] = firstTokens("priority");
  expect(urgent).toBeLessThan(later!);
});

test("when the head of the line gives up, whoever stands behind it joins at the end of the running step", () => {
  const { rows } = serve({
    timer: linearTimer({ step: 10 }),
    kvCapacityTokens: 320,
    timeouts: { queueNs: 95e6 },
    load: requests("0ms 200+100, 1ms 200+2, 50ms 16+1"),
  });
  // The second does not fit beside the first and leaves at 96 ms; the third fits, and joins at 100 ms.
  expect(rows.map(({ status }) => status)).toEqual(["completed", "timed-out", "completed"]);
  expect(rows[2]!.queue_ms).toBe(100 - 50);
});

test("a request that only part of a block more would hold is too long, instead of waiting for ever", () => {
  const { rows, outcome } = serve({
    timer: linearTimer({ step: 10 }),
    kvCapacityTokens: 430,
    load: requests("0ms 300+117, 1ms 300+116"),
  });
  // 26 blocks of 16 tokens are 416.
  expect(rows.map(({ status }) => status)).toEqual(["too-long", "completed"]);
  expect(outcome.status).toBe("completed");
});

test("a swapped request comes back beside a prompt that fills the step", () => {
  const { rows, serving } = serve({
    timer: linearTimer({ prefillToken: 0.1, step: 10 }),
    batching: { kind: "chunked-prefill", maxBatch: 2, stepTokens: 33, reserve: "prompt" },
    kvCapacityTokens: 96,
    load: requests("0ms 32+40, 0ms 32+40, 1ms 33+1"),
    swapNs: () => 1e6,
  });
  expect(serving.fleet.engines[0]!.tally.preemptions).toBeGreaterThan(0);
  expect(rows.map(({ status }) => status)).toEqual(["completed", "completed", "completed"]);
});
