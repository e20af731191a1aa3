import { expect, test } from "vitest";
import { evenAcceptance } from "../../src/workload/inference/speculation/speculation-method.ts";
import { tokensPerStep } from "../../src/workload/inference/speculation.ts";
import { linearTimer, requests, serve } from "./serving-builder.ts";

const equal = (count: number, gapMs: number) =>
  Array.from({ length: count }, (_, index) => ({
    arrivalNs: index * gapMs * 1e6,
    inputTokens: 10,
    outputTokens: 5,
  }));

test.each([
  "round-robin",
  "random",
  "least-outstanding",
  "power-of-two",
  "least-tokens",
  "kv-aware",
  "prefix-affinity",
  "session",
  "weighted",
])("%s sends every request to a replica that is up", (router) => {
  const { rows } = serve({
    timer: linearTimer({ prefillToken: 1, step: 10 }),
    replicas: 3,
    router,
    load: equal(60, 7),
    failures: { mtbfNs: 100e6, repairNs: 50e6, retriesMax: 100 },
  });
  expect(rows.every(({ status }) => status === "completed")).toBe(true);
  expect(new Set(rows.map(({ replica }) => replica)).size).toBe(3);
});

test("turns of a conversation stay with the replica that has their history", () => {
  const load = equal(30, 3).map((spec, index) => ({ ...spec, session: index % 5 }));
  const { rows } = serve({ timer: linearTimer({ step: 10 }), replicas: 3, router: "session", load });
  for (let session = 0; session < 5; session++) {
    const replicas = rows.filter((_, id) => id % 5 === session).map(({ replica }) => replica);
    expect(new Set(replicas).size).toBe(1);
  }
});

test("with stale signals least-outstanding sends all that come between two looks to the same replica", () => {
  const { rows } = serve({
    timer: linearTimer({ step: 10 }),
    replicas: 3,
    router: "least-outstanding",
    signalAgeNs: 1e9,
    load: equal(9, 1),
  });
  expect(new Set(rows.map(({ replica }) => replica)).size).toBe(1);
});

test("a request that is lost with its replica starts again elsewhere, and fails when it is lost too often", () => {
  const run = (retriesMax: number) =>
    serve({
      timer: linearTimer({ step: 10 }),
      load: equal(40, 5),
      failures: { mtbfNs: 60e6, repairNs: 10e6, retriesMax },
    }).rows.map(({ status }) => status);
  expect(new Set(run(1000))).toEqual(new Set(["completed"]));
  expect(run(0)).toContain("failed");
});

test("disaggregated requests are prefilled on one replica and decoded on another, after the transfer", () => {
  const { rows } = serve({
    timer: linearTimer({ prefillToken: 1, step: 10 }),
    replicas: 2,
    disaggregation: { prefillReplicas: 1, transferNs: (tokens) => tokens * 2e6 },
    load: requests("0ms 10+3, 0ms 10+3"),
  });
  expect(rows.map(({ replica }) => replica)).toEqual([1, 1]);
  expect(rows[0].ttft_ms).toBe(20);
  // Both prompts end at 20 ms; their keys and values take 20 ms each, one after the other. The first decodes two steps
  // from 40 on, the second joins it at 60.
  expect(rows.map(({ e2el_ms }) => e2el_ms)).toEqual([20 + 20 + 20, 20 + 40 + 20]);
});

test("clients of a region that is down are served elsewhere, at the price of the way there and back", () => {
  const { rows } = serve({
    timer: linearTimer({ step: 10 }),
    replicas: 2,
    regions: {
      places: [
        { name: "home", replicas: 1, share: 1 },
        { name: "away", replicas: 1, share: 1e-9 },
      ],
      latencyNs: 50e6,
      spillAbove: Number.POSITIVE_INFINITY,
      outages: [{ place: 0, atNs: 100e6, durationNs: 200e6 }],
    },
    load: requests("0ms 10+2, 150ms 10+2, 350ms 10+2"),
  });
  expect(rows.map(({ replica }) => replica)).toEqual([0, 1, 0]);
  expect(rows.map(({ e2el_ms }) => e2el_ms)).toEqual([10, 10 + 2 * 50, 10]);
});

test("scaled to zero, the first request waits for a cold start", () => {
  const { rows, serving, simulator } = serve({
    timer: linearTimer({ step: 10 }),
    replicas: 4,
    autoscaling: {
      policy: { wanted: ({ outstanding }) => outstanding },
      min: 0,
      max: 4,
      initial: 0,
      intervalNs: 1e9,
      coldStartNs: 5e9,
      cooldownNs: 0,
    },
    load: requests("0ms 10+2, 20000ms 10+2"),
  });
  expect(rows.map(({ ttft_ms }) => ttft_ms)).toEqual([5000, 5000]);
  expect(serving.meanReplicas(simulator.now)).toBeLessThan(1);
});

test("a step of speculation gives 1 + p + p^2 + ... tokens", () => {
  const speculation = { depth: 7, verifiedTokens: 8, acceptance: [0.9] };
  expect(tokensPerStep(speculation)).toBeCloseTo((1 - 0.9 ** 8) / (1 - 0.9), 12);
  const acceptance = evenAcceptance(3, 3.2);
  expect(tokensPerStep({ depth: 3, verifiedTokens: 4, acceptance })).toBeCloseTo(3.2, 9);
});

test("with three tokens a step an answer of 1 + 9 tokens takes three steps", () => {
  const { rows } = serve({
    timer: { ...linearTimer({ prefillToken: 1, step: 10 }), tokensPerStep: 3, lookaheadTokens: 4 },
    load: requests("0ms 10+10"),
  });
  expect(rows[0].e2el_ms).toBe(10 + 3 * 10);
});
