/** The front ends of servers: one a replica, one request at a time, wherever the router stands. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { routers } from "../../src/workload/inference/fleet/routers.ts";
import { linearTimer, serve } from "./serving-builder.ts";

const ms = 1e6;
const together = (count: number, atMs = 0) =>
  Array.from({ length: count }, () => ({ arrivalNs: atMs * ms, inputTokens: 10, outputTokens: 3 }));
const timer = linearTimer({ step: 10 });

test("requests that come together reach one server one after the other", () => {
  const alone = { timer: linearTimer({}), frontEndNs: 4 * ms };
  const { rows } = serve({ ...alone, load: together(5) });
  expect(rows.map(({ ttft_ms }) => ttft_ms)).toEqual([4, 8, 12, 16, 20]);
  const { rows: apart } = serve({ ...alone, replicas: 5, load: together(5) });
  expect(apart.map(({ ttft_ms }) => ttft_ms)).toEqual([4, 4, 4, 4, 4]);
});

describe.each(routers.map(({ name }) => name))("behind %s", (router) => {
  test("twice the servers take in twice the load as fast", () => {
    const law = fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 0, max: 9 }),
      (replicas, gapMs) => {
        // Others may send both of a pair to one server, or let the first engine that is free take both.
        const spread = ["round-robin", "least-outstanding", "least-tokens"].includes(router);
        const load = (each: number) =>
          Array.from({ length: 4 }, (_, wave) => together(each, wave * gapMs)).flat();
        const run = (count: number) =>
          serve({ timer, replicas: count, router, frontEndNs: 5 * ms, load: load(count) }).rows;
        const [some, more] = [run(replicas), run(2 * replicas)];
        for (const rows of [some, more]) {
          for (const { status, ttft_ms } of rows)
            expect([status, Number(ttft_ms) >= 5]).toEqual(["completed", true]);
        }
        const latest = (rows: typeof some) => Math.max(...rows.map(({ ttft_ms }) => Number(ttft_ms)));
        if (spread) expect(latest(more)).toBe(latest(some));
      },
    );
    fc.assert(law, { numRuns: 15 });
  });

  test("who waits no more, or whose replica has gone down, is not served there", () => {
    const options = { timer, replicas: 2, router, frontEndNs: 30 * ms, load: together(8) };
    const timedOut = serve({ ...options, timeouts: { totalNs: 40 * ms } }).rows;
    // The second of a server leaves its front end after 60 ms.
    expect(timedOut.some(({ status }) => status === "timed-out")).toBe(true);
    for (const { status, e2el_ms } of timedOut) {
      if (status === "completed") expect(Number(e2el_ms)).toBeLessThanOrEqual(40);
    }
    const failures = { mtbfNs: 50 * ms, repairNs: 20 * ms, retriesMax: 1000 };
    const failing = serve({ ...options, failures }).rows;
    expect(new Set(failing.map(({ status }) => status))).toEqual(new Set(["completed"]));
  });
});

test("batches in flight through the stages of a replica have one front end", () => {
  const staged = linearTimer({});
  const { rows } = serve({ timer: staged, batchesInFlight: 3, frontEndNs: 4 * ms, load: together(3) });
  expect(rows.map(({ ttft_ms }) => Number(ttft_ms)).sort((a, b) => a - b)).toEqual([4, 8, 12]);
});
