import { expect, test } from "vitest";
import { linearTimer, requests, serve } from "./serving-builder.ts";

test("a request alone takes its prefill and one step for each further token", () => {
  const { rows } = serve({
    timer: linearTimer({ prefillToken: 0.1, step: 20 }),
    load: requests("5ms 100+4"),
  });
  expect(rows[0]).toMatchObject({ ttft_ms: 100 * 0.1, tpot_ms: 20, e2el_ms: 10 + 3 * 20 });
});

test("a one-token answer ends with its prefill", () => {
  const { rows } = serve({
    timer: linearTimer({ prefillToken: 0.1, step: 20 }),
    load: requests("0ms 100+1"),
  });
  expect(rows[0]).toMatchObject({ ttft_ms: 10, tpot_ms: null, e2el_ms: 10 });
});

test("step time grows with the context of the batch", () => {
  const { rows } = serve({ timer: linearTimer({ step: 1, context: 0.01 }), load: requests("0ms 100+4") });
  // The first token comes with the prefill; three steps attend to 101, 102 and 103 tokens.
  expect(rows[0]!.e2el_ms).toBeCloseTo(3 * 1 + 0.01 * (101 + 102 + 103), 9);
});

test("a newcomer joins at the end of the running step, and its prefill delays the others", () => {
  const { rows } = serve({
    timer: linearTimer({ prefillToken: 0.1, step: 20 }),
    load: requests("0ms 100+6, 45ms 50+2"),
  });
  // First prefill ends at 10; steps end at 30 and 50. The newcomer's prefill runs from 50 to 55, the next step to 75.
  expect(rows[1]).toMatchObject({ ttft_ms: 55 - 45, e2el_ms: 75 - 45 });
  expect(rows[0]!.e2el_ms).toBe(10 + 5 * 20 + 5);
});

test("continuous batching admits no more than the batch limit", () => {
  const { rows } = serve({
    timer: linearTimer({ step: 10 }),
    batching: { kind: "continuous", maxBatch: 2, maxPrefillTokens: 1e9 },
    load: requests("0ms 10+3, 0ms 10+5, 0ms 10+2"),
  });
  // The third request waits for the first to leave at 20 ms.
  expect(rows.map(({ queue_ms }) => queue_ms)).toEqual([0, 0, 20]);
});

test("a static batch takes nobody in until its longest answer is done", () => {
  const { rows } = serve({
    timer: linearTimer({ step: 10 }),
    batching: { kind: "static", maxBatch: 2 },
    load: requests("0ms 10+3, 0ms 10+5, 0ms 10+2"),
  });
  expect(rows.map(({ e2el_ms }) => e2el_ms)).toEqual([2 * 10, 4 * 10, 40 + 10]);
});

test("a static batch pays for the slots of finished answers", () => {
  const { rows } = serve({
    timer: linearTimer({ sequence: 1 }),
    batching: { kind: "static", maxBatch: 4 },
    load: requests("0ms 10+1, 0ms 10+2, 0ms 10+4"),
  });
  expect(rows.map(({ e2el_ms }) => e2el_ms)).toEqual([0, 1 * 3, 3 * 3]);
});

test("a request that needs more KV cache than there is fails at once", () => {
  const { rows } = serve({
    timer: linearTimer({ step: 1 }),
    kvCapacityTokens: 64,
    load: requests("0ms 100+10, 0ms 10+2"),
  });
  expect(rows.map(({ status }) => status)).toEqual(["too-long", "completed"]);
});

test("when the KV cache runs full the last comer goes back to the line and starts over", () => {
  const { rows, serving } = serve({
    timer: linearTimer({ prefillToken: 1, step: 10 }),
    kvCapacityTokens: 64,
    batching: { kind: "continuous", maxBatch: 2, maxPrefillTokens: 1e9 },
    load: requests("0ms 16+30, 1ms 15+30"),
  });
  expect(rows.map(({ preemptions }) => preemptions)).toEqual([0, 1]);
  expect(serving.fleet.engines[0]!.memory.kvCache.usedBlocksMax).toBeLessThanOrEqual(4);
  expect(serving.fleet.engines[0]!.memory.kvCache.usedBlocks).toBe(0);
  expect(rows.map(({ status }) => status)).toEqual(["completed", "completed"]);
});

test("a central queue gives the next request to the replica that is free first", () => {
  const { rows } = serve({
    timer: linearTimer({ step: 10 }),
    replicas: 2,
    router: "central-queue",
    batching: { kind: "none" },
    load: requests("0ms 1+9, 0ms 1+3, 0ms 1+2"),
  });
  expect(rows.map(({ replica }) => replica)).toEqual([0, 1, 1]);
  expect(rows[2]!.queue_ms).toBe(2 * 10);
});

test("least-outstanding spreads equal requests evenly over any number of replicas", () => {
  const load = Array.from({ length: 30 }, () => ({ arrivalNs: 0, inputTokens: 8, outputTokens: 4 }));
  const { rows } = serve({ timer: linearTimer({ step: 1 }), replicas: 7, router: "least-outstanding", load });
  const counts = Array.from(
    { length: 7 },
    (_, replica) => rows.filter((row) => row.replica === replica).length,
  );
  expect(counts).toEqual([5, 5, 4, 4, 4, 4, 4]);
});
