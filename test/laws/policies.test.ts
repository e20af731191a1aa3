/** What policies and accounts do at the very figure where they turn, and in the ratio that they promise. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvariantError } from "../../src/base/errors.ts";
import { createPlugin, pluginChoice } from "../../src/base/plugin.ts";
import { RandomStreams } from "../../src/base/random.ts";
import { choosePrice } from "../../src/hardware/price.ts";
import { costOf } from "../../src/metrics/cost.ts";
import { sumOfEnergy } from "../../src/metrics/energy.ts";
import type { Attention } from "../../src/models/operators/operator.ts";
import { autoscalingContract } from "../../src/workload/inference/fleet/autoscaling/autoscaling-policy.ts";
import { autoscaling } from "../../src/workload/inference/fleet/autoscaling.ts";
import { type FleetView, routerContract } from "../../src/workload/inference/fleet/routers/router.ts";
import { routers } from "../../src/workload/inference/fleet/routers.ts";
import { arrivalContract } from "../../src/workload/inference/load/arrivals/arrival-process.ts";
import { arrivals } from "../../src/workload/inference/load/arrivals.ts";
import { lengthContract } from "../../src/workload/inference/load/lengths/length-law.ts";
import { lengths } from "../../src/workload/inference/load/lengths.ts";
import { Request } from "../../src/workload/inference/load/request.ts";
import {
  admitInOrder,
  type BatchView,
} from "../../src/workload/inference/replica/batching/batching-policy.ts";
import { KvCache } from "../../src/workload/inference/replica/kv-cache.ts";
import { Line } from "../../src/workload/inference/replica/line.ts";
import { RunBooks } from "../../src/workload/queue/job-failures.ts";
import { lossDetails } from "../../src/workload/queue/queue-result.ts";
import { savedActivationBytes } from "../../src/workload/training/memory/saved-activations.ts";
import { instance } from "../hardware/catalog.ts";
import { record, summary } from "./account-scenarios.ts";

const random = () => new RandomStreams(1).stream("test");
const serving = {
  kind: "inference",
  arrivals: { kind: "batch", size: 1 },
  input: { kind: "constant", tokens: 20 },
  output: { kind: "constant", tokens: 2 },
  parallelism: { tensor: 8 },
};
const request = (inputTokens: number) => new Request(0, { arrivalNs: 0, inputTokens, outputTokens: 8 }, true);

test("a weighted router gives every pool that is up its share, however weights are scaled", () => {
  const weights = fc.array(fc.record({ weight: fc.integer({ min: 0, max: 9 }), isUp: fc.boolean() }), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(weights, fc.constantFrom(0.01, 1, 100), (pools, scale) => {
      const shares = pools.map(({ weight, isUp }) => (isUp ? weight : 0));
      const total = shares.reduce((sum, each) => sum + each, 0);
      fc.pre(total > 0);
      const fleet: FleetView = {
        replicas: pools.length,
        isUp: (replica) => pools[replica]!.isUp,
        requests: () => 0,
        tokens: () => 0,
        kvUse: () => 0,
        prefixBlocks: () => 0,
        weight: (replica) => pools[replica]!.weight * scale,
      };
      const router = createPlugin(
        routers,
        { kind: "weighted" },
        { fleet, random: random() },
        routerContract(fleet),
      );
      const draws = 4000;
      const taken = pools.map(() => 0);
      for (let draw = 0; draw < draws; draw++) taken[router.route(request(1))]!++;
      // Four standard deviations of a binomial share of at most one half.
      for (const [index, share] of shares.entries())
        expect(Math.abs(taken[index]! / draws - share / total)).toBeLessThan(4 * Math.sqrt(0.25 / draws));
    }),
    { numRuns: 20 },
  );
});

test("target tracking wants no replica above its target, and none that could be spared", () => {
  const policy = (target: number) =>
    createPlugin(autoscaling, { kind: "target-tracking", target }, undefined, autoscalingContract);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 5000 }), (target, outstanding) => {
      const wanted = policy(target).wanted({ now: 0, replicas: 1, outstanding });
      expect(wanted * target).toBeGreaterThanOrEqual(outstanding);
      expect((wanted - 1) * target).toBeLessThan(outstanding + (outstanding === 0 ? 1 : 0));
    }),
  );
});

test.each([0, 2e9])(
  "users of a closed loop think for %d ns on average, and longer after a refusal",
  (think) => {
    const choice = { kind: "closed-loop", users: 4000, think, retryAfter: 5e9 };
    const users = createPlugin(arrivals, choice, { random: random() }, arrivalContract);
    const mean = (times: readonly number[]) => times.reduce((sum, each) => sum + each, 0) / times.length;
    const after = (isServed: boolean) =>
      mean(Array.from({ length: 4000 }, () => (users.afterCompletion(1e9, isServed) as number) - 1e9));
    // Four standard errors of an exponential's mean.
    const error = (4 * think) / Math.sqrt(4000);
    expect(Math.abs(mean(users.first()) - think)).toBeLessThanOrEqual(error);
    expect(Math.abs(after(true) - think)).toBeLessThanOrEqual(error);
    expect(Math.abs(after(false) - think - 5e9)).toBeLessThanOrEqual(error);
  },
);

test("prompts that fill a step to the token leave no room for a further one, cut or whole", () => {
  const waiting = [4, 4, 4].map(request);
  const view = { waiting: (index: number) => waiting[index], freeBlocks: 100, blocksNeeded: () => 1 };
  const admitted = (tokensMax: number, cutsLast: boolean) =>
    admitInOrder(view as unknown as BatchView, { slots: 3, tokensMax, cutsLast });
  expect([8, 9].map((most) => admitted(most, true))).toEqual([2, 3]);
  expect([8, 9, 12].map((most) => admitted(most, false))).toEqual([2, 2, 3]);
});

test("a KV cache refuses one block too many and one too few", () => {
  const cache = new KvCache(64, 16);
  cache.take(4);
  expect(() => cache.take(1)).toThrow(InvariantError);
  expect(() => new KvCache(64, 16).take(-1)).toThrow(InvariantError);
});

test("a line holds whom it should in the order of service, whoever comes back, goes or leaves in between", () => {
  const moves = fc.array(
    fc.record({ move: fc.constantFrom("push", "push", "shift", "remove"), at: fc.nat(9) }),
    {
      maxLength: 60,
    },
  );
  fc.assert(
    fc.property(moves, (played) => {
      // Answers of an order are signs: how large they are says nothing.
      const order = (a: Request, b: Request) => a.arrivalNs - b.arrivalNs || (a.id - b.id) / 100;
      const line = new Line(order);
      const model: Request[] = [];
      for (const [id, { move, at }] of played.entries()) {
        if (move === "push") {
          const each = new Request(id, { arrivalNs: at / 10, inputTokens: 1, outputTokens: 1 }, true);
          expect(line.remove(each)).toBe(false);
          line.push(each);
          model.push(each);
          model.sort(order);
        } else if (move === "shift") expect(line.shift()).toBe(model.shift());
        else {
          const [leaves] = model.splice(at, 1);
          if (leaves !== undefined) expect(line.remove(leaves)).toBe(true);
        }
        expect(Array.from({ length: line.size }, (_, index) => line.at(index)?.id)).toEqual(
          model.map((each) => each.id),
        );
      }
    }),
  );
});

test("a line of thousands stays in order while its head moves on, and says how many are left", () => {
  const line = new Line((a, b) => a.id - b.id);
  const [many, gone] = [3000, 2500];
  for (let id = 0; id < many; id++)
    line.push(new Request(id, { arrivalNs: 0, inputTokens: 1, outputTokens: 1 }, true));
  for (let id = 0; id < gone; id++) expect(line.shift()?.id).toBe(id);
  const left = Array.from({ length: line.size }, (_, place) => line.at(place)?.id);
  expect(left).toEqual(Array.from({ length: many - gone }, (_, place) => gone + place));
});

test("a log-normal length whose 99th percentile is its mean is always that", () => {
  const choice = { kind: "lognormal", mean: 100, p99: 100 };
  expect(pluginChoice(lengths).parse(choice)).toMatchObject(choice);
  const law = createPlugin(lengths, choice, { random: random() }, lengthContract);
  expect([1, 2, 3].map(() => law.draw())).toEqual([100, 100, 100]);
});

describe("dollars", () => {
  const price = choosePrice(instance("trn1.32xlarge"), { usdPerHour: 36 });
  test("a million tokens cost nothing that could be said where none came, or nothing is known of the price", () => {
    const cost = (usdPerHour: number | null, outputTokensPerNs: number) =>
      costOf(price, { usdPerHour, elapsedNs: 3600e9, outputTokensPerNs }).usdPerMillionOutputTokens;
    expect(cost(36, 1000 / 1e9)).toBeCloseTo(36 / 3600 / 1000 / 1e-6, 9);
    expect([cost(36, 0), cost(null, 1e-6), cost(null, 0)]).toEqual([null, null, null]);
  });

  test("a volume costs what its tier asks for, beside the instances", () => {
    const perHour = (cluster: object) => {
      const scenario = { model: "llama-3.1-8b", cluster: { instance: "trn2.48xlarge", ...cluster } };
      return record({ ...scenario, workload: serving }).cost.usdPerHour as number;
    };
    // 730 TB of S3 at $0.023 a GB and month of 730 hours.
    expect(perHour({ storage: { it: { tier: "s3", size: "730 TB" } } }) - perHour({})).toBeCloseTo(23, 6);
  });

  test("what a queue loses costs its part of the accelerators that are paid", () => {
    const books = new RunBooks();
    books.byCause.set("chip", { count: 1, lostNs: 2 * 3600e9 });
    // Two of sixteen accelerators for an hour, where all sixteen cost $32.
    expect(lossDetails([{ books, usdPerHour: 32 / 16 }]).causes).toMatchObject([{ lost_usd: (2 / 16) * 32 }]);
  });
});

test("stored scores take an element for every pair of tokens and every head", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 64 }),
      fc.integer({ min: 1, max: 16 }),
      (sequences, tokens, heads) => {
        const op: Attention = {
          kind: "attention",
          name: "attention",
          sequences,
          queryTokens: tokens,
          contextTokens: tokens,
          heads,
          kvHeads: heads,
          headDim: 4,
          causal: false,
          fromCache: false,
        };
        const stored = savedActivationBytes([op], 2, true) - savedActivationBytes([op], 2, false);
        expect(stored).toBe(2 * sequences * tokens * tokens * heads);
      },
    ),
  );
});

test("a convolution keeps its images, whole and with all their channels", () => {
  // 3 images of 14 x 21 pixels and 5 channels in patches of 7 x 7, two by three of them.
  const [images, inChannels, stride, outHeight, outWidth] = [3, 5, 7, 2, 3];
  const convolution = {
    kind: "convolution" as const,
    name: "patches",
    images,
    inChannels,
    outChannels: 11,
    kernel: 7,
    outHeight,
    outWidth,
    stride,
    groups: 1,
  };
  expect(savedActivationBytes([convolution], 2, false)).toBe(2 * 3 * 5 * 14 * 21);
});

test("kinds of instances together draw the sum of what each draws; a month is a twelfth of 8,760 hours", () => {
  const drawn = (times: number) => ({
    kwh: times,
    meanWatts: 2 * times,
    partsKwh: {
      busyChips: 3 * times,
      waitingChips: 4 * times,
      hosts: 5 * times,
      storage: 6 * times,
      building: 7 * times,
    },
    busyKwh: { engines: 8 * times, memory: 9 * times, links: 10 * times, rest: 11 * times },
  });
  expect(sumOfEnergy([drawn(1), drawn(10)])).toEqual(drawn(11));
  const cluster = { instance: "trn2.48xlarge", pricing: { usdPerHour: 12 } };
  const { cost } = summary(record({ model: "llama-3.1-8b", cluster, workload: serving }));
  expect(cost.usd_per_month).toBeCloseTo((12 * 8760) / 12, 6);
});
