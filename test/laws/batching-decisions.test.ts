/**
 * Every batching policy and every order of service of the lists, decision by decision, against what they say of themselves, said
 * once more and slowly.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { createPlugin } from "../../src/base/plugin.ts";
import { Request } from "../../src/workload/inference/load/request.ts";
import {
  type BatchingPolicy,
  type BatchView,
  batchingContract,
} from "../../src/workload/inference/replica/batching/batching-policy.ts";
import { batching } from "../../src/workload/inference/replica/batching.ts";
import { orderContract } from "../../src/workload/inference/replica/orders/order.ts";
import { orders } from "../../src/workload/inference/replica/orders.ts";
import { RunningBatch } from "../../src/workload/inference/replica/running-batch.ts";

interface Waiting {
  inputTokens: number;
  outputTokens: number;
  /** Tokens of its answer that it had before it lost its place: they are computed again with the prompt. */
  generated: number;
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
  for (const { inputTokens, generated, kvReady, blocks: needed } of line) {
    const own = kvReady ? 0 : inputTokens + generated;
    if (count >= places || !mayJoin(tokens, own) || blocks + needed > freeBlocks) return count;
    [count, tokens, blocks] = [count + 1, tokens + own, blocks + needed];
  }
  return count;
}

/** Options of all kinds, of which each policy reads its own. */
interface Options {
  maxBatch: number;
  maxPrefillTokens: number;
  stepTokens: number;
  maxWait: number;
  preferredSizes: number[];
  waitingServedRatio: number;
  maxWaitingTokens: number;
  refillBelow: number;
  reserve: "answer" | "prompt";
}

interface Restatement {
  /** Which options it has. */
  reads: readonly (keyof Options)[];
  fixedBatch: boolean;
  /** Whatever its option says, where it has none. */
  reservesAnswer: boolean;
  admits(engine: Engine, options: Options): number;
}

const waitedNs = 1000;

/** Prompts of a step, whole. */
const prompts = (engine: Engine, { maxBatch, maxPrefillTokens }: Options) =>
  taken(engine, maxBatch - engine.running, whole(maxPrefillTokens * engine.attentionGroups));

const restated: { readonly [name: string]: Restatement } = {
  none: {
    reads: [],
    fixedBatch: false,
    reservesAnswer: true,
    admits: (engine) => taken(engine, 1 - engine.running, always),
  },
  static: {
    reads: ["maxBatch"],
    fixedBatch: true,
    reservesAnswer: true,
    admits: (engine, { maxBatch }) => (engine.running > 0 ? 0 : taken(engine, maxBatch, always)),
  },
  dynamic: {
    reads: ["maxBatch", "maxWait", "preferredSizes"],
    fixedBatch: true,
    reservesAnswer: true,
    admits: (engine, { maxBatch, maxWait, preferredSizes }) => {
      if (engine.running > 0 || engine.line.length === 0) return 0;
      const there = [maxBatch, ...preferredSizes].filter((size) => size <= engine.line.length);
      if (there.length > 0) return taken(engine, Math.max(...there), always);
      // The head of the line has waited since `waitedNs`.
      return engine.now >= waitedNs + maxWait ? taken(engine, maxBatch, always) : 0;
    },
  },
  continuous: {
    reads: ["maxBatch", "maxPrefillTokens", "reserve"],
    fixedBatch: false,
    reservesAnswer: false,
    admits: prompts,
  },
  "prefill-first": {
    reads: ["maxBatch", "maxPrefillTokens", "reserve"],
    fixedBatch: false,
    reservesAnswer: true,
    admits: prompts,
  },
  "served-ratio": {
    reads: ["maxBatch", "maxPrefillTokens", "waitingServedRatio", "maxWaitingTokens", "reserve"],
    fixedBatch: false,
    reservesAnswer: true,
    admits: (engine, options) => {
      const { running, line, decodeSteps } = engine;
      // So many as the ratio says wait, or so many tokens were made, the first of them with the prompts; one step lies between.
      const enoughWait = line.length >= Math.floor(options.waitingServedRatio * running);
      const mayPause = decodeSteps >= 1 && (enoughWait || decodeSteps + 1 >= options.maxWaitingTokens);
      return running > 0 && !mayPause ? 0 : prompts(engine, options);
    },
  },
  "chunked-prefill": {
    reads: ["maxBatch", "stepTokens", "reserve"],
    fixedBatch: false,
    reservesAnswer: true,
    admits: (engine, { maxBatch, stepTokens }) => {
      const room = stepTokens * engine.attentionGroups - engine.used;
      return room <= 0 ? 0 : taken(engine, maxBatch - engine.running, cut(room));
    },
  },
  "decode-first": {
    reads: ["maxBatch", "refillBelow"],
    fixedBatch: false,
    reservesAnswer: true,
    admits: (engine, { maxBatch, refillBelow }) =>
      engine.running > refillBelow ? 0 : taken(engine, maxBatch - engine.running, always),
  },
};

const tokens = fc.constantFrom(1, 30, 50, 100, 130);
const optionSets: fc.Arbitrary<Options> = fc.integer({ min: 1, max: 6 }).chain((maxBatch) =>
  fc.record({
    maxBatch: fc.constant(maxBatch),
    maxPrefillTokens: tokens,
    stepTokens: tokens,
    maxWait: fc.constantFrom(0, 500),
    preferredSizes: fc.array(fc.integer({ min: 1, max: maxBatch }), { maxLength: 3 }),
    waitingServedRatio: fc.constantFrom(0, 0.3, 0.5, 1, 1.2),
    maxWaitingTokens: fc.integer({ min: 1, max: 12 }),
    refillBelow: fc.integer({ min: 0, max: maxBatch - 1 }),
    reserve: fc.constantFrom("answer", "prompt"),
  }),
);

const engines: fc.Arbitrary<Engine> = fc.record({
  now: fc.constantFrom(waitedNs, waitedNs + 499, waitedNs + 500, waitedNs + 9999),
  running: fc.integer({ min: 0, max: 6 }),
  attentionGroups: fc.integer({ min: 1, max: 2 }),
  decodeSteps: fc.integer({ min: 0, max: 5 }),
  freeBlocks: fc.integer({ min: 0, max: 12 }),
  used: fc.integer({ min: 0, max: 120 }),
  line: fc.array(
    fc.record({
      inputTokens: fc.constantFrom(10, 30, 50, 100, 200),
      outputTokens: fc.integer({ min: 31, max: 90 }),
      generated: fc.constantFrom(0, 0, 30),
      kvReady: fc.boolean(),
      blocks: fc.integer({ min: 0, max: 3 }),
    }),
    { maxLength: 9 },
  ),
});

function viewOf({ now, running, attentionGroups, decodeSteps, freeBlocks, used, line }: Engine): BatchView {
  const requests = line.map(({ inputTokens, outputTokens, generated, kvReady }, id) => {
    const request = new Request(id, { arrivalNs: 0, inputTokens, outputTokens }, true);
    return Object.assign(request, { generated, kvReady, waitingNs: waitedNs });
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

/** Policy `name` under those of `all` that it has. */
function made(name: string, all: Options): BatchingPolicy {
  const { reads } = restated[name] as Restatement;
  return policy(name, Object.fromEntries(reads.map((option) => [option, all[option]])));
}

test.each(batching.map((each) => each))("$name admits whom it says, at every step boundary", (plugin) => {
  const { name } = plugin;
  const { reads, fixedBatch, reservesAnswer, admits } = restated[name] as Restatement;
  expect(Object.keys(plugin.options).sort()).toEqual([...reads].sort());
  fc.assert(
    fc.property(optionSets, engines, (options, engine) => {
      const own = made(name, options);
      const places = name === "none" ? 1 : options.maxBatch;
      const reserves = reads.includes("reserve") ? options.reserve === "answer" : reservesAnswer;
      expect([own.maxBatch, own.fixedBatch, own.reservesAnswer]).toEqual([places, fixedBatch, reserves]);
      const allowed = { ...engine, running: Math.min(engine.running, places) };
      expect(own.admit(viewOf(allowed))).toBe(admits(allowed, options));
    }),
    { numRuns: 500 },
  );
});

test.each(batching.map(({ name }) => name))(
  "%s admits nobody before it says it may, and somebody then",
  (name) => {
    fc.assert(
      fc.property(optionSets, engines, (options, engine) => {
        const own = made(name, options);
        const { running, decodeSteps, line } = engine;
        if (own.admitsAfter === undefined || running === 0 || running >= own.maxBatch) return;
        const after = own.admitsAfter(viewOf(engine));
        expect(after < Number.POSITIVE_INFINITY).toBe(line.length > 0);
        const at = (steps: number) =>
          own.admit(viewOf({ ...engine, freeBlocks: 99, decodeSteps: decodeSteps + steps }));
        for (let steps = 1; steps < Math.min(after, 9); steps++) expect(at(steps)).toBe(0);
        if (line.length > 0) expect(at(after)).toBeGreaterThan(0);
      }),
    );
  },
);

test("dynamic batching asks again when the wait of the head of the line is over", () => {
  const maxWait = 500;
  const own = policy("dynamic", { maxBatch: 6, maxWait, preferredSizes: [] });
  const engine = { now: 0, running: 0, attentionGroups: 1, decodeSteps: 0, freeBlocks: 9, used: 0 };
  const line = [{ inputTokens: 1, outputTokens: 1, generated: 0, kvReady: false, blocks: 1 }];
  expect(own.askAgainNs?.(viewOf({ ...engine, line }))).toBe(waitedNs + maxWait);
});

test("an answer at the very bound is refused", () => {
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

test("a batch has the shape of the requests in it, whoever joins and leaves between its steps", () => {
  const joins = fc.record({
    inputTokens: fc.integer({ min: 1, max: 40 }),
    outputTokens: fc.integer({ min: 2, max: 9 }),
    stepsBefore: fc.integer({ min: 0, max: 3 }),
  });
  fc.assert(
    fc.property(fc.array(joins, { minLength: 1, maxLength: 8 }), (rows) => {
      const batch = new RunningBatch(1);
      let newcomers = 0;
      for (const [id, { stepsBefore, ...spec }] of rows.entries()) {
        for (let step = 0; step < stepsBefore && batch.size > 0; step++) {
          newcomers = 0;
          if (batch.advance(1, id)) batch.dismissFinished({ leave: () => {} }, id);
        }
        batch.add(Object.assign(new Request(id, { ...spec, arrivalNs: 0 }, true), { prefills: 1 }));
        newcomers++;
      }
      const own = batch.rows.requests.map((_, place) => batch.rows.settle(place));
      const most = (of: (request: Request) => number) => Math.max(...own.map(of));
      const sum = (of: (request: Request) => number) => own.reduce((all, each) => all + of(each), 0);
      expect(batch.shape(9)).toEqual({
        slots: 9,
        contextTotal: sum((each) => each.contextTokens),
        contextMax: most((each) => each.contextTokens),
        promptTotal: sum((each) => each.inputTokens),
        promptMax: most((each) => each.inputTokens),
        answerMax: most((each) => each.generated),
        // Those that join a batch at work; where all are new, none is.
        newcomers: newcomers < own.length ? newcomers : 0,
      });
    }),
  );
});
