/** Every autoscaling policy against what it says, and the scaler against its bounds, its cool-down and starts that are given up. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { createPlugin } from "../../src/base/plugin.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import {
  autoscalingContract,
  type ScalingView,
} from "../../src/workload/inference/fleet/autoscaling/autoscaling-policy.ts";
import { autoscaling } from "../../src/workload/inference/fleet/autoscaling.ts";
import type { ReplicaGroup } from "../../src/workload/inference/fleet/replica-group.ts";
import {
  forRegion,
  ReplicaScaler,
  type ScalingOptions,
} from "../../src/workload/inference/fleet/replica-scaler.ts";

const up = [
  { above: 2, add: 1 },
  { above: 10, add: 4 },
  { above: 5, add: 2 },
];
const plan = [
  { at: 50, replicas: 3 },
  { at: 10, replicas: 1 },
  { at: 80, replicas: 0 },
];

const restated: { readonly [name: string]: { options: object; wanted(view: ScalingView): number } } = {
  "target-tracking": {
    options: { target: 3 },
    wanted: ({ outstanding }) => {
      let enough = 0;
      while (enough * 3 < outstanding) enough++;
      return enough;
    },
  },
  steps: {
    options: { up, down: { below: 1, remove: 2 } },
    wanted: ({ outstanding, replicas }) => {
      const each = replicas === 0 ? outstanding : outstanding / replicas;
      if (each > 10) return replicas + 4;
      if (each > 5) return replicas + 2;
      if (each > 2) return replicas + 1;
      return each < 1 ? Math.max(0, replicas - 2) : replicas;
    },
  },
  scheduled: {
    options: { plan },
    wanted: ({ now, replicas }) => {
      if (now < 10) return replicas;
      if (now < 50) return 1;
      return now < 80 ? 3 : 0;
    },
  },
};

test.each(autoscaling.map(({ name }) => name))("%s wants what its help says, whatever it sees", (kind) => {
  const { options, wanted } = restated[kind] as (typeof restated)[string];
  const policy = createPlugin(autoscaling, { kind, ...options }, undefined, autoscalingContract);
  const view = fc.record({
    now: fc.constantFrom(0, 9, 10, 11, 49, 50, 79, 80, 1000),
    replicas: fc.integer({ min: 2, max: 9 }),
    outstanding: fc.integer({ min: 0, max: 120 }),
  });
  fc.assert(
    fc.property(view, (seen) => {
      expect(policy.wanted(seen)).toBe(wanted(seen));
    }),
    { numRuns: 300 },
  );
});

const [intervalNs, cooldownNs] = [10, 25];
/** Found, loaded by itself, compiled: 4 + 8 / 2 + 6. */
const coldStart = { provisionNs: 4, weights: { bytes: 8, bandwidth: 2 }, compileNs: 6 };
const coldStartNs = 14;

/** What the scaler does when a policy wants `wanted[k]` at its k-th question, from `initial` of four replicas. */
function scaled(wanted: readonly number[], { min = 0, max = 4, initial = 1 } = {}) {
  const simulator = new Simulator();
  const log: { at: number; what: "starts" | "opens" | "closes"; replica: number }[] = [];
  const note =
    (what: "starts" | "opens" | "closes") =>
    (replica: number, ...more: unknown[]) => {
      log.push({ at: more.at(-1) as number, what, replica });
    };
  let asked = 0;
  const open = new Set<number>();
  const group = {
    engines: [0, 1, 2, 3],
    get held() {
      return asked < wanted.length ? 1 : 0;
    },
    open: (replica: number) => open.add(replica),
    close: (replica: number) => {
      open.delete(replica);
      return [];
    },
  };
  for (let replica = 0; replica < initial; replica++) open.add(replica);
  const options: ScalingOptions = {
    policy: { wanted: ({ replicas }) => wanted[asked++] ?? replicas },
    min,
    max,
    initial,
    intervalNs,
    cooldownNs,
    coldStart,
  };
  const listener = { starting: note("starts"), opened: note("opens"), closed: note("closes") };
  new ReplicaScaler(simulator, group as unknown as ReplicaGroup, options, listener).arrived(0);
  simulator.run();
  return { log, open };
}

test("replicas stay between the bounds, open a cold start after they are wanted, and not at all where that is given up", () => {
  const wishes = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 15 });
  const bounds = fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 2, max: 4 }));
  fc.assert(
    fc.property(wishes, bounds, (wanted, [min, max]) => {
      const { log, open } = scaled(wanted, { min, max, initial: Math.max(1, min) });
      const held = new Set(Array.from({ length: Math.max(1, min) }, (_, replica) => replica));
      const starts = new Map<number, number>();
      for (const { at, what, replica } of log) {
        if (what === "starts") {
          expect(held.has(replica)).toBe(false);
          held.add(replica);
          starts.set(replica, at);
        } else if (what === "closes") {
          expect(held.has(replica)).toBe(true);
          held.delete(replica);
          starts.delete(replica);
        } else {
          expect(at).toBe((starts.get(replica) as number) + coldStartNs);
          starts.delete(replica);
        }
        expect(held.size).toBeLessThanOrEqual(max);
      }
      expect(held.size).toBeGreaterThanOrEqual(min);
      expect(starts.size).toBe(0);
      expect([...open].sort()).toEqual([...held].sort());
    }),
    { numRuns: 200 },
  );
});

test("a replica goes only when fewer were wanted at every question of the cool-down, one as many begins it anew", () => {
  const closings = (wanted: number[]) =>
    scaled(wanted, { initial: 3 })
      .log.filter(({ what }) => what === "closes")
      .map(({ at }) => at);
  // Asked at 10, 20, ...: fewer from 10 on, so that at 40, 30 later, the 25 of the cool-down are over.
  expect(closings([2, 2, 2, 2])).toEqual([40]);
  // As many wanted at 30: the cool-down begins anew at 40 and is over at 70.
  expect(closings([2, 2, 3, 2, 2, 2, 2])).toEqual([70]);
  expect(closings([2, 2, 4, 3, 3, 3, 3]).length).toBe(1);
  expect(closings([3, 3, 3, 3])).toEqual([]);
});

test("whoever finds nobody up or starting has a replica started at once", () => {
  expect(scaled([1], { initial: 0 }).log[0]).toEqual({ at: 0, what: "starts", replica: 0 });
  // One that starts is enough to wait for.
  expect(scaled([1, 1], { initial: 0 }).log.filter(({ what }) => what === "starts")).toHaveLength(1);
});

test("in a region that has fewer replicas all of them are the most, the least and the first, else what was written is", () => {
  const options = (min: number, initial: number) => ({ min, initial, max: 9 }) as ScalingOptions;
  expect(forRegion(options(3, 5), 4)).toEqual({ max: 4, min: 3, initial: 4 });
  expect(forRegion(options(3, 5), 2)).toEqual({ max: 2, min: 2, initial: 2 });
  expect(forRegion(options(3, 5), 6)).toEqual({ max: 6, min: 3, initial: 5 });
});
