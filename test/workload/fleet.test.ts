import { expect, test } from "vitest";
import { Request } from "../../src/workload/inference/load/request.ts";
import { evenAcceptance } from "../../src/workload/inference/time/speculation/speculation-method.ts";
import { SpeculativeTimer, tokensPerStep } from "../../src/workload/inference/time/speculative-timer.ts";
import { equalBatch } from "../../src/workload/inference/time/step-timer.ts";
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
    disaggregation: {
      prefillReplicas: 1,
      transferNs: (tokens) => tokens * 2e6,
      rankBytes: (tokens) => tokens,
    },
    load: requests("0ms 10+3, 0ms 10+3"),
  });
  expect(rows.map(({ replica }) => replica)).toEqual([1, 1]);
  expect(rows[0]!.ttft_ms).toBe(20);
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

const twoPlaces = {
  places: [
    { name: "home", replicas: 1, share: 1 },
    { name: "away", replicas: 1, share: 1e-9 },
  ],
  latencyNs: 50e6,
  spillAbove: Number.POSITIVE_INFINITY,
};

test("what runs in a region that fails is lost and starts again elsewhere", () => {
  const { rows } = serve({
    timer: linearTimer({ prefillToken: 1, step: 10 }),
    replicas: 2,
    regions: { ...twoPlaces, outages: [{ place: 0, atNs: 105e6, durationNs: 200e6 }] },
    load: requests("0ms 10+20"),
  });
  // Lost at 105 ms with nine steps done; elsewhere the prefill recomputes prompt and answer so far, which are 10 + 10
  // tokens, and gives the next one; nine more steps, and the way there and back.
  expect(rows[0]).toMatchObject({ replica: 1, retries: 1, e2el_ms: 105 + 20 + 9 * 10 + 2 * 50 });
});

test("a replica that is repaired while its region is down stays down with it", () => {
  const { rows } = serve({
    timer: linearTimer({ step: 10 }),
    replicas: 2,
    regions: { ...twoPlaces, outages: [{ place: 0, atNs: 100e6, durationNs: 60e9 }] },
    failures: { mtbfNs: 50e6, repairNs: 1e6, retriesMax: 1000 },
    load: equal(200, 20),
  });
  const during = rows.filter(({ arrival_s }) => Number(arrival_s) > 0.1);
  expect(during.every(({ replica }) => replica === 1)).toBe(true);
});

test("each region scales by its own load, and serves another's clients while that one starts", () => {
  const { rows, serving, simulator } = serve({
    timer: linearTimer({ step: 10 }),
    replicas: 4,
    regions: {
      places: [
        { name: "home", replicas: 2, share: 1 },
        { name: "away", replicas: 2, share: 1e-9 },
      ],
      latencyNs: 50e6,
      spillAbove: Number.POSITIVE_INFINITY,
      outages: [{ place: 0, atNs: 100e6, durationNs: 500e6 }],
    },
    autoscaling: {
      policy: { wanted: ({ outstanding }) => Math.min(1, outstanding) },
      min: 0,
      max: 4,
      initial: 0,
      intervalNs: 1e9,
      coldStart: { provisionNs: 3e9 },
      cooldownNs: 60e9,
    },
    load: requests("0ms 10+2, 700ms 10+2, 4000ms 10+2"),
  });
  // Nobody is up anywhere, so that both wait at home for its cold start; the third finds it warm.
  expect(rows.map(({ replica, ttft_ms }) => [replica, ttft_ms])).toEqual([
    [0, 3000],
    [0, 3000 - 700],
    [0, 0],
  ]);
  // Home wanted one replica all the time, the other region none.
  expect(serving.account.meanHeld(simulator.now)).toBeCloseTo(1, 9);
});

test("a cold start that is given up in between begins anew", () => {
  let asked = 0;
  const wishes = [0, 1];
  const { rows } = serve({
    timer: linearTimer({ step: 10 }),
    autoscaling: {
      policy: { wanted: () => wishes[asked++] ?? 1 },
      min: 0,
      max: 1,
      initial: 0,
      intervalNs: 1e9,
      coldStart: { provisionNs: 5e9 },
      cooldownNs: 0,
    },
    load: requests("0ms 10+2"),
  });
  // Wanted at 0, given up at 1 s, wanted again at 2 s: there at 7 s, not at 5.
  expect(rows[0]!.ttft_ms).toBe(7000);
});

test("who loses its place on a replica that is being shut down starts again on another", () => {
  let asked = 0;
  const { rows } = serve({
    timer: linearTimer({ prefillToken: 1, step: 10 }),
    replicas: 2,
    kvCapacityTokens: 96,
    autoscaling: {
      policy: { wanted: () => (asked++ === 0 ? 0 : 1) },
      min: 0,
      max: 2,
      initial: 1,
      intervalNs: 100e6,
      coldStart: { provisionNs: 1e9 },
      cooldownNs: 0,
    },
    load: requests("0ms 32+40, 0ms 32+40"),
  });
  expect(rows[1]!.preemptions).toBe(1);
  expect(rows.map(({ status }) => status)).toEqual(["completed", "completed"]);
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
      coldStart: { provisionNs: 5e9 },
      cooldownNs: 0,
    },
    load: requests("0ms 10+2, 20000ms 10+2"),
  });
  expect(rows.map(({ ttft_ms }) => ttft_ms)).toEqual([5000, 5000]);
  expect(serving.account.meanHeld(simulator.now)).toBeLessThan(1);
});

test("a step of speculation gives 1 + p + p^2 + ... tokens", () => {
  const speculation = { depth: 7, verifiedTokens: 8, acceptance: [0.9] };
  expect(tokensPerStep(speculation)).toBeCloseTo((1 - 0.9 ** 8) / (1 - 0.9), 12);
  // Each place has its own chance, and the last one's holds for those behind it: 1 + .9 + .9 x .5 + .9 x .5 x .5.
  expect(tokensPerStep({ depth: 3, verifiedTokens: 4, acceptance: [0.9, 0.5] })).toBeCloseTo(2.575, 12);
  const acceptance = evenAcceptance(3, 3.2);
  expect(tokensPerStep({ depth: 3, verifiedTokens: 4, acceptance })).toBeCloseTo(3.2, 9);
});

test("whoever proposes computes every prompt too, whole or in chunks", () => {
  const timers = [linearTimer({ prefillToken: 5 }), linearTimer({ prefillToken: 1, step: 2 })];
  const timer = new SpeculativeTimer({
    verifier: timers[0]!,
    proposer: timers[1]!,
    proposals: 3,
    speculation: { depth: 3, verifiedTokens: 4, acceptance: [0.5] },
  });
  const request = new Request(0, { arrivalNs: 0, inputTokens: 10, outputTokens: 2 }, true);
  expect(timer.prefill([request]).totalNs).toBe(10 * (5 + 1) * 1e6);
  // A step of each, 4 tokens of the prompt in both, and three proposals for the answer that runs beside.
  const mixed = timer.mixed([{ request, tokens: 4 }], equalBatch(1, 20)).totalNs;
  expect(mixed).toBe((4 * 5 + 2 + 4 * 1 + 3 * 2) * 1e6);
});

test("with three tokens a step an answer of 1 + 9 tokens takes three steps", () => {
  const { rows } = serve({
    timer: { ...linearTimer({ prefillToken: 1, step: 10 }), tokensPerStep: 3, lookaheadTokens: 4 },
    load: requests("0ms 10+10"),
  });
  expect(rows[0]!.e2el_ms).toBe(10 + 3 * 10);
});

test("no answer counts as completed that comes later than the whole time allows, whatever stands behind the last token", () => {
  for (const stages of [undefined, { beforeNs: 10e6, afterNs: 35e6, networkNs: 15e6 }]) {
    const totalNs = 400e6 + Math.SQRT2;
    const { rows, serving } = serve({
      timer: linearTimer({ prefillToken: 0.5, step: 10 }),
      timeouts: { totalNs },
      stages,
      load: requests(
        Array.from(
          { length: 24 },
          (_, index) => `${index * 13}ms ${20 + index}+${5 + ((index * 7) % 40)}`,
        ).join(", "),
      ),
    });
    const late = rows.filter(
      ({ status, e2el_ms }) => status === "completed" && (e2el_ms as number) > totalNs / 1e6,
    );
    expect(late).toEqual([]);
    const { completed, timedOut } = serving.recorder.metrics().requests;
    expect(timedOut).toBeGreaterThan(0);
    expect(completed + timedOut).toBe(24);
  }
});
