/** Jumping over decode steps in which nothing changes must give what one event per step gives. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { linearTimer, serve } from "../workload/serving-builder.ts";

const request = fc.record({
  gapNs: fc.integer({ min: 0, max: 40_000_000 }),
  inputTokens: fc.integer({ min: 1, max: 300 }),
  outputTokens: fc.integer({ min: 1, max: 120 }),
});

test("request records with and without jumping are identical under every batching policy and router", () => {
  fc.assert(
    fc.property(
      fc.array(request, { minLength: 1, maxLength: 40 }),
      fc.constantFrom("none", "static", "continuous"),
      fc.constantFrom("round-robin", "least-outstanding", "central-queue"),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 500, max: 4000 }),
      (specs, kind, router, maxBatch, replicas, kvCapacityTokens) => {
        let now = 0;
        const load = specs.map(({ gapNs, ...rest }) => {
          // An irrational part keeps arrivals off the ends of steps, where the order of two events at one time decides.
          now += gapNs > 0 ? gapNs + Math.SQRT1_2 : 0;
          return { arrivalNs: now, ...rest };
        });
        const limits =
          kind === "none" ? {} : { maxBatch, ...(kind === "continuous" && { maxPrefillTokens: 400 }) };
        const records = [true, false].map(
          (jump) =>
            serve({
              timer: linearTimer({ prefillToken: 0.037, step: 9.1, sequence: 0.7, context: 0.0031 }),
              load: load.map((each) => ({ ...each })),
              batching: { kind, ...limits },
              router,
              replicas,
              kvCapacityTokens,
              jump,
            }).rows,
        );
        expect(records[0]).toEqual(records[1]);
      },
    ),
    { numRuns: 400 },
  );
});
