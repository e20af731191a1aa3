/**
 * Every batching policy and every order of service of the lists, decision by decision, against what they say of themselves, said
 * once more and slowly.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { createPlugin, pluginChoice } from "../../src/base/plugin.ts";
import { Request } from "../../src/workload/inference/load/request.ts";
import {
  type BatchingPolicy,
  type BatchView,
  batchingContract,
} from "../../src/workload/inference/replica/batching/batching-policy.ts";
import { batching } from "../../src/workload/inference/replica/batching.ts";
import { orderContract } from "../../src/workload/inference/replica/orders/order.ts";
import { orders } from "../../src/workload/inference/replica/orders.ts";

interface Waiting {
  inputTokens: number;
  outputTokens: number;
  kvReady: boolean;
  blocks: number;
}

/** An engine at a step boundary; `room` is what a step of chunks has left for prompts. */
interface Engine {
  now: number;
  running: number;
  attentionGroups: number;
  /** Decode steps since the last one with prompts. */
  decodeSteps: number;
  freeBlocks: number;
  used: number;
  line: readonly Waiting[];
}

/** Prompt tokens that may still be computed in a step, told of those that are taken before and of the next one's. */
type MayJoin = (before: number, own: number) => boolean;

const always: MayJoin = () => true;
/** Whole prompts up to `most` tokens; a longer one goes alone. */
const whole =
  (most: number): MayJoin =>
  (before, own) =>
    before === 0 || own === 0 || before + own <= most;
/** Prompts of which the last may be cut at `most` tokens. */
const cut =
  (most: number): MayJoin =>
  (before, own) =>
    before === 0 || own === 0 || before < most;

/** Requests from the head of the line, one after the other, while places, prompt tokens and KV blocks last. */
function taken({ line, freeBlocks }: Engine, places: number, mayJoin: MayJoin): number {
  let count = 0;
  let [tokens, blocks] = [0, 0];
  for (const { inputTokens, kvReady, blocks: needed } of line) {
    const own = kvReady ? 0 : inputTokens;
    if (count >= places || !mayJoin(tokens, own) || blocks + needed > freeBlocks) return count;
    [count, tokens, blocks] = [count + 1, tokens + own, blocks + needed];
  }
  return count;
}

interface Restatement {
  options: object;
  fixedBatch: boolean;
  /** With the options as given, and where they say to reserve the answer. */
  reservesAnswer: boolean;
  admits(engine: Engine): number;
}

const maxBatch = 6;
const waitedNs = 1000;
const maxWait = 500;

const restated: { readonly [name: string]: Restatement } = {
  none: {
    options: {},
    fixedBatch: false,
    reservesAnswer: true,
    admits: (engine) => taken(engine, 1 - engine.running, always),
  },
  static: {
    options: { maxBatch },
    fixedBatch: true,
    reservesAnswer: true,
    admits: (engine) => (engine.running > 0 ? 0 : taken(engine, maxBatch, always)),
  },
  dynamic: {
    options: { maxBatch, maxWait, preferredSizes: [2, 4] },
    fixedBatch: true,
    reservesAnswer: true,
    admits: (engine) => {
      if (engine.running > 0 || engine.line.length === 0) return 0;
      const preferred = [6, 4, 2].find((size) => size <= engine.line.length);
      // The head of the line has waited since `waitedNs`.
      const isOver = engine.now >= waitedNs + maxWait;
      return preferred !== undefined || isOver ? taken(engine, preferred ?? maxBatch, always) : 0;
    },
  },
  continuous: {
    options: { maxBatch, maxPrefillTokens: 100, reserve: "prompt" },
    fixedBatch: false,
    reservesAnswer: false,
    admits: (engine) => taken(engine, maxBatch - engine.running, whole(100 * engine.attentionGroups)),
  },
  "prefill-first": {
    options: { maxBatch, maxPrefillTokens: 100, reserve: "answer" },
    fixedBatch: false,
    reservesAnswer: true,
    admits: (engine) => taken(engine, maxBatch - engine.running, whole(100 * engine.attentionGroups)),
  },
  "served-ratio": {
    options: {
      maxBatch,
      maxPrefillTokens: 100,
      waitingServedRatio: 0.5,
      maxWaitingTokens: 4,
      reserve: "answer",
    },
    fixedBatch: false,
    reservesAnswer: true,
    admits: (engine) => {
      const { running, line, attentionGroups, decodeSteps } = engine;
      // Half as many wait as run, or four tokens were made, the first of them with the prompts; one step lies between at least.
      const mayPause = decodeSteps >= 3 || (decodeSteps >= 1 && line.length >= Math.floor(running / 2));
      return running > 0 && !mayPause ? 0 : taken(engine, maxBatch - running, whole(100 * attentionGroups));
    },
  },
  "chunked-prefill": {
    options: { maxBatch, stepTokens: 100, reserve: "answer" },
    fixedBatch: false,
    reservesAnswer: true,
    admits: (engine) => {
      const room = 100 * engine.attentionGroups - engine.used;
      return room <= 0 ? 0 : taken(engine, maxBatch - engine.running, cut(room));
    },
  },
  "decode-first": {
    options: { maxBatch, refillBelow: 2 },
    fixedBatch: false,
    reservesAnswer: true,
    admits: (engine) => (engine.running > 2 ? 0 : taken(engine, maxBatch - engine.running, always)),
  },
};

const engines: fc.Arbitrary<Engine> = fc.record({
  now: fc.constantFrom(waitedNs, waitedNs + maxWait - 1, waitedNs + maxWait, waitedNs + 9999),
  running: fc.integer({ min: 0, max: maxBatch }),
  attentionGroups: fc.integer({ min: 1, max: 2 }),
  decodeSteps: fc.integer({ min: 0, max: 5 }),
  freeBlocks: fc.integer({ min: 0, max: 12 }),
  used: fc.integer({ min: 0, max: 120 }),
  line: fc.array(
    fc.record({
      inputTokens: fc.constantFrom(10, 30, 50, 100, 200),
      outputTokens: fc.integer({ min: 1, max: 90 }),
      kvReady: fc.boolean(),
      blocks: fc.integer({ min: 0, max: 3 }),
    }),
    { maxLength: 9 },
  ),
});

function viewOf({ now, running, attentionGroups, decodeSteps, freeBlocks, used, line }: Engine): BatchView {
  const requests = line.map(({ inputTokens, outputTokens, kvReady }, id) => {
    const request = new Request(id, { arrivalNs: 0, inputTokens, outputTokens }, true);
    return Object.assign(request, { kvReady, waitingNs: waitedNs });
  });
  return {
    now,
    running,
    attentionGroups,
    decodeSteps,
    promptRoom: (stepTokens) => Math.max(0, stepTokens * attentionGroups - used),
    queued: line.length,
    waiting: (index) => requests[index],
    freeBlocks,
    blocksNeeded: ({ id }) => (line[id] as Waiting).blocks,
  };
}

function policy(name: string, options: object): BatchingPolicy {
  return createPlugin(batching, { kind: name, ...options }, undefined, batchingContract);
}

test.each(batching.map(({ name }) => name))("%s admits whom it says, at every step boundary", (name) => {
  const { options, fixedBatch, reservesAnswer, admits } = restated[name] as Restatement;
  const made = policy(name, options);
  expect([made.fixedBatch, made.reservesAnswer]).toEqual([fixedBatch, reservesAnswer]);
  if ("reserve" in options) {
    const other = options.reserve === "answer" ? "prompt" : "answer";
    expect(policy(name, { ...options, reserve: other }).reservesAnswer).toBe(!reservesAnswer);
  }
  fc.assert(
    fc.property(engines, (engine) => {
      const places = name === "none" ? 1 : maxBatch;
      const allowed = { ...engine, running: Math.min(engine.running, places) };
      expect(made.admit(viewOf(allowed))).toBe(admits(allowed));
    }),
    { numRuns: 300 },
  );
});

test("dynamic batching asks again when the wait of the head of the line is over", () => {
  const made = policy("dynamic", { maxBatch, maxWait, preferredSizes: [] });
  const engine = { now: 0, running: 0, attentionGroups: 1, decodeSteps: 0, freeBlocks: 9, used: 0 };
  const line = [{ inputTokens: 1, outputTokens: 1, kvReady: false, blocks: 1 }];
  expect(made.askAgainNs?.(viewOf({ ...engine, line }))).toBe(waitedNs + maxWait);
});

test("options and answers at the very bound are refused", () => {
  const parsed = (refillBelow: number) =>
    pluginChoice(batching).safeParse({ kind: "decode-first", maxBatch, refillBelow }).success;
  expect([maxBatch - 1, maxBatch].map(parsed)).toEqual([true, false]);
  const asks = (gapNs: number) => () => {
    const own = {
      name: "own",
      help: "",
      options: {},
      create: () => ({ ...policy("none", {}), askAgainNs: () => gapNs }),
    };
    const engine = {
      now: 0,
      running: 0,
      attentionGroups: 1,
      decodeSteps: 0,
      freeBlocks: 9,
      used: 0,
      line: [],
    };
    return createPlugin([own], { kind: "own" }, undefined, batchingContract).askAgainNs?.(viewOf(engine));
  };
  expect(asks(1)()).toBe(1);
  expect(asks(0)).toThrow(/askAgainNs 0; expected a time later than now/);
});

const before: { readonly [order: string]: (a: Request, b: Request) => number } = {
  fcfs: () => 0,
  priority: (a, b) => a.priority - b.priority,
  "shortest-first total": (a, b) => a.inputTokens + a.outputTokens - b.inputTokens - b.outputTokens,
  "shortest-first input": (a, b) => a.inputTokens - b.inputTokens,
};

test.each([
  ...orders.filter(({ name }) => name !== "shortest-first").map(({ name }) => ({ kind: name })),
  { kind: "shortest-first", by: "total" },
  { kind: "shortest-first", by: "input" },
])("of any two requests %o puts first whom it says, and of equals who came first", (choice) => {
  const order = createPlugin(orders, choice, undefined, orderContract);
  const own = before[Object.values(choice).join(" ")] as (a: Request, b: Request) => number;
  const request = fc.record({
    inputTokens: fc.integer({ min: 1, max: 4 }),
    outputTokens: fc.integer({ min: 1, max: 4 }),
    priority: fc.integer({ min: 0, max: 2 }),
  });
  fc.assert(
    fc.property(request, request, (one, other) => {
      const [a, b] = [one, other].map((each, id) => new Request(id, { ...each, arrivalNs: id }, true)) as [
        Request,
        Request,
      ];
      // The first came first: equals go in that order.
      const isFirst = own(a, b) <= 0;
      expect([order(a, b) < 0, order(b, a) > 0]).toEqual([isFirst, isFirst]);
    }),
  );
});
