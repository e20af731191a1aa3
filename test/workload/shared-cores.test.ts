import fc from "fast-check";
import { expect, test } from "vitest";
import { busyNsOf, linearTimer, requests, serve } from "./serving-builder.ts";
import { batchings, randomLoad } from "./serving-cases.ts";

/** Requests of two classes, the second one's model on the same chips. */
function classed(text: string) {
  return requests(text).map((spec, index) => ({ ...spec, classIndex: index % 2 }));
}

function twoModels(second: ReturnType<typeof linearTimer>, sliceNs = 0, swapping?: { loadNs: number[] }) {
  return {
    others: [{ timer: second, kvCapacityTokens: 1e6, requestTokensMax: 1e6 }],
    modelOfClass: [0, 1],
    sharing: {
      sliceNs,
      swapping: swapping && { roomBytes: 10, weightsBytes: [10, 10], loadNs: swapping.loadNs },
    },
  };
}

const classes = [{ name: "first" }, { name: "second" }];

test("two models take turns step by step while both have work, and the last one runs alone", () => {
  const { rows } = serve({
    timer: linearTimer({ prefillToken: 1, step: 10 }),
    sharedModels: twoModels(linearTimer({ prefillToken: 2, step: 5 })),
    classes,
    load: classed("0ms 10+3, 0ms 10+5"),
  });
  // Prefills 0-10 and 10-30, steps of the first 30-40 and 45-55, of the second 40-45, 55-60, 60-65, 65-70.
  expect(rows.map(({ ttft_ms, e2el_ms }) => [ttft_ms, e2el_ms])).toEqual([
    [10, 55],
    [30, 70],
  ]);
});

test("a model that comes later waits for the end of the running step only, not of the jump", () => {
  const { rows } = serve({
    timer: linearTimer({ prefillToken: 1, step: 10 }),
    sharedModels: twoModels(linearTimer({ prefillToken: 2, step: 5 })),
    classes,
    load: classed("0ms 10+100, 33ms 1+1"),
  });
  // Steps of the first end at 20, 30, 40: the second's prefill runs from 40 to 42, and the first goes on 2 ms later.
  expect(rows[1]!.e2el_ms).toBe(42 - 33);
  expect(rows[0]!.e2el_ms).toBe(10 + 99 * 10 + 2);
});

test("a model keeps the cores for its slice while another waits", () => {
  const { rows } = serve({
    timer: linearTimer({ prefillToken: 1, step: 10 }),
    sharedModels: twoModels(linearTimer({ prefillToken: 2, step: 5 }), 35e6),
    classes,
    load: classed("0ms 10+9, 0ms 1+1"),
  });
  // The first step that ends 35 ms or later is the one from 30 to 40.
  expect(rows[1]!.e2el_ms).toBe(40 + 2);
  expect(rows[0]!.e2el_ms).toBe(10 + 8 * 10 + 2);
});

test("where the weights do not fit together, a turn begins when they have come from the host", () => {
  const { rows, serving } = serve({
    timer: linearTimer({ prefillToken: 1, step: 10 }),
    sharedModels: twoModels(linearTimer({ prefillToken: 1, step: 10 }), 0, { loadNs: [300e6, 500e6] }),
    classes,
    load: classed("0ms 10+2, 0ms 10+1, 2000ms 10+1"),
  });
  // The first model is there at the start: prefill to 10, then 500 ms for the second's weights, its prefill, and 300 ms
  // for the first's again before its last step. At 2,000 ms nothing has to be loaded.
  expect(rows.map(({ e2el_ms }) => e2el_ms)).toEqual([10 + 500 + 10 + 300 + 10, 10 + 500 + 10, 10]);
  expect(serving.fleet.cores[0]!.loadingNs).toBe(800e6);
});

test("requests go to the replica of their own model, named by its chips", () => {
  const { rows } = serve({
    timer: linearTimer({ step: 10 }),
    sharedModels: twoModels(linearTimer({ step: 10 })),
    replicas: 2,
    classes,
    load: classed("0ms 10+3, 0ms 10+3, 1ms 10+3, 1ms 10+3"),
  });
  expect(rows.map(({ replica }) => replica)).toEqual([0, 0, 1, 1]);
});

const mixed = randomLoad.map(
  (make) => () => make().map((spec, index) => ({ ...spec, classIndex: (spec.inputTokens + index) % 2 })),
);

test("on shared cores no request is lost, nothing runs twice at a time, and jumping changes nothing", () => {
  fc.assert(
    fc.property(
      mixed,
      fc.constantFrom(...batchings),
      fc.constantFrom("round-robin", "least-outstanding", "central-queue"),
      fc.constantFrom(0, 50e6 + Math.SQRT2),
      fc.boolean(),
      fc.boolean(),
      fc.integer({ min: 430, max: 2000 }),
      fc.integer({ min: 1, max: 1e6 }),
      (load, batching, router, sliceNs, swaps, fails, kvCapacityTokens, seed) => {
        const run = (jump: boolean) =>
          serve({
            timer: linearTimer({ prefillToken: 0.037, step: 9.1, sequence: 0.7, context: 0.0031 }),
            sharedModels: twoModels(
              linearTimer({ prefillToken: 0.021, step: 4.3, sequence: 0.3, context: 0.0017 }),
              sliceNs,
              swaps ? { loadNs: [31e6 + Math.PI, 17e6 + Math.E] } : undefined,
            ),
            classes,
            load: load(),
            batching: batching(5),
            router,
            replicas: 2,
            kvCapacityTokens,
            jump,
            seed,
            timeouts: { queueNs: 1500e6 + Math.SQRT2, totalNs: 3000e6 + Math.E },
            failures: fails
              ? { mtbfNs: 700e6, detectionNs: 30e6 + Math.SQRT2, repairNs: 90e6 + Math.E, retriesMax: 2 }
              : undefined,
          });
        const [jumped, stepped] = [run(true), run(false)];
        expect(jumped.rows).toEqual(stepped.rows);
        const { serving, simulator, outcome } = jumped;
        expect(outcome.status).toBe("completed");
        expect(serving.held).toBe(0);
        expect(serving.recorder.completed + serving.recorder.failed).toBe(load().length);
        const busyNs = serving.fleet.engines.map(({ tally }) => busyNsOf(tally));
        for (const replica of fails ? [] : [0, 1]) {
          const ns = busyNs[replica]! + busyNs[replica + 2]! + serving.fleet.cores[replica]!.loadingNs;
          expect(ns).toBeLessThanOrEqual(simulator.now * (1 + 1e-9));
        }
        for (const { memory } of serving.fleet.engines) expect(memory.kvCache.usedBlocks).toBe(0);
      },
    ),
    { numRuns: 200 },
  );
});
