/** Load generators against lists: who comes when, how many are still to come, and where a run ends arrivals. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Simulator } from "../../src/kernel/simulator.ts";
import {
  GeneratedLoad,
  type LoadGenerator,
  TraceLoad,
} from "../../src/workload/inference/load/load-generator.ts";
import { Request, type RequestSpec } from "../../src/workload/inference/load/request.ts";
import { RequestMaker } from "../../src/workload/inference/load/request-maker.ts";
import { playedPart } from "../../src/workload/inference/load/trace-window.ts";

/** What the listener of a load is told: when, how long the prompt is, and how many are then still to come. */
type Told = readonly [atNs: number, inputTokens: number, pending: number];

/** What `load` says from `startNs` on; `answer` hears of each request. */
function told(
  load: LoadGenerator,
  startNs: number,
  answer: (request: Request, now: number) => void = () => {},
) {
  const simulator = new Simulator();
  const all: Told[] = [];
  const begin = () =>
    load.start(simulator, (spec, now) => {
      all.push([now, spec.inputTokens, load.pending]);
      answer(new Request(all.length, spec, true), now);
    });
  simulator.scheduleAt(startNs, { handle: begin }, 0);
  simulator.run();
  return all;
}

const times = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 12 });
const starts = fc.constantFrom(0, 1000);

test("a trace plays what comes up to the end, in its order, and plans for the longest of these", () => {
  fc.assert(
    fc.property(times, fc.integer({ min: 0, max: 12 }), starts, (at, durationNs, startNs) => {
      const specs = at
        .sort((a, b) => a - b)
        .map((arrivalNs, index): RequestSpec => {
          const [inputTokens, outputTokens] = [((index * 7) % 5) + 1, ((index * 11) % 6) + 1];
          return { arrivalNs, inputTokens, outputTokens };
        });
      const load = new TraceLoad(specs, durationNs);
      const kept = specs.filter(({ arrivalNs }) => arrivalNs < durationNs + 1);
      expect(load.pending).toBe(kept.length);
      expect(load.longest).toEqual({
        inputTokens: Math.max(1, ...kept.map((each) => each.inputTokens)),
        outputTokens: Math.max(1, ...kept.map((each) => each.outputTokens)),
      });
      expect(told(load, startNs)).toEqual(
        kept.map(({ arrivalNs, inputTokens }, index) => {
          return [startNs + arrivalNs, inputTokens, kept.length - index - 1];
        }),
      );
    }),
  );
});

test("of a trace its window is played, so often and so fast, each round a mean gap after the one before", () => {
  const windows = fc.record({
    from: fc.constantFrom(undefined, 0, 3),
    to: fc.constantFrom(undefined, 9),
    speed: fc.constantFrom(1, 2, 0.5),
    loop: fc.integer({ min: 1, max: 3 }),
  });
  fc.assert(
    fc.property(times, windows, (at, window) => {
      const { from = 0, to = 100, speed, loop } = window;
      const trace = at
        .sort((a, b) => a - b)
        .map((arrivalNs) => ({ arrivalNs, inputTokens: 1, outputTokens: 1 }));
      const inside = at.map((each) => each - from).filter((each) => each >= 0 && each < to - from);
      const last = inside.at(-1) ?? 0;
      const gap = inside.length > 1 ? last / (inside.length - 1) : 0;
      const rounds = Array.from({ length: loop }, (_, round) => round * (last + gap));
      const expected = rounds.flatMap((start) => inside.map((each) => (start + each) / speed));
      const played = playedPart(trace, window).map(({ arrivalNs }) => arrivalNs);
      expect(played.length).toBe(expected.length);
      for (const [index, each] of played.entries()) expect(each).toBeCloseTo(expected[index]!, 9);
    }),
  );
});

/** A maker whose n-th request has a prompt of n tokens, and whose answers are followed after `thinkNs` while `turns` are left. */
function counting(turns: number, thinkNs: number): RequestMaker {
  let made = 0;
  let left = turns;
  const spec = (arrivalNs: number) => ({ arrivalNs, inputTokens: ++made, outputTokens: 1 });
  return {
    longest: { inputTokens: 9, outputTokens: 8 },
    next: spec,
    followUp: (now: number) => {
      if (left-- <= 0) return undefined;
      return { spec: spec(now + thinkNs), atNs: now + thinkNs };
    },
  } as unknown as RequestMaker;
}

test("arrivals that follow each other end at the duration, itself included, or with the last request asked for", () => {
  fc.assert(
    fc.property(
      times,
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 1, max: 9 }),
      starts,
      (first, gaps, durationNs, requests, startNs) => {
        let drawn = 0;
        const process = {
          first: () => first,
          afterArrival: (now: number) => now + (gaps[drawn++ % gaps.length] as number),
          afterCompletion: () => undefined,
        };
        const load = new GeneratedLoad(process, counting(0, 0), { durationNs, requests });
        expect(load.longest).toEqual({ inputTokens: 9, outputTokens: 8 });
        // A list of those who are known to come: the earliest is taken, and brings the next one.
        const known = first.filter((atNs) => atNs <= durationNs).slice(0, requests);
        let [left, gap, order] = [requests - known.length, 0, 0];
        const expected: Told[] = [];
        while (known.length > 0) {
          const atNs = Math.min(...known);
          known.splice(known.indexOf(atNs), 1);
          const next = atNs + (gaps[gap++ % gaps.length] as number);
          if (next <= durationNs && left > 0) {
            known.push(next);
            left--;
          }
          expected.push([startNs + atNs, ++order, known.length]);
        }
        expect(told(load, startNs)).toEqual(expected);
      },
    ),
  );
});

test("who is answered goes on after a while, or leaves its place to whom the process sends, up to the end", () => {
  const next = fc.record({
    thinkNs: fc.integer({ min: 0, max: 6 }),
    turns: fc.integer({ min: 0, max: 5 }),
    backNs: fc.integer({ min: 0, max: 6 }),
    durationNs: fc.integer({ min: 0, max: 20 }),
    requests: fc.integer({ min: 1, max: 8 }),
    isServed: fc.boolean(),
    startNs: starts,
  });
  fc.assert(
    fc.property(next, ({ thinkNs, turns, backNs, durationNs, requests, isServed, startNs }) => {
      const heard: [number, boolean][] = [];
      const process = {
        first: () => [0],
        afterArrival: () => undefined,
        afterCompletion: (now: number, served: boolean) => {
          heard.push([now, served]);
          return now + backNs;
        },
      };
      const load = new GeneratedLoad(process, counting(turns, thinkNs), { durationNs, requests });
      const got = told(load, startNs, (request, now) => {
        request.status = isServed ? "completed" : "timed-out";
        load.completed(now, request);
      });
      // One client: a turn after each answer while there are some, in time and among the requests, else one who comes anew.
      const expected: number[] = [];
      const asked: [number, boolean][] = [];
      let [atNs, left, turnsLeft] = [0, requests - 1, turns];
      for (;;) {
        expected.push(startNs + atNs);
        const goesOn = turnsLeft-- > 0;
        const isTurn = goesOn && atNs + thinkNs <= durationNs && left > 0;
        if (!isTurn) asked.push([atNs, isServed]);
        const nextNs = atNs + (isTurn ? thinkNs : backNs);
        if (nextNs > durationNs || left <= 0) break;
        [atNs, left] = [nextNs, left - 1];
      }
      expect(got.map(([now]) => now)).toEqual(expected);
      expect(heard).toEqual(asked);
      expect(load.pending).toBe(0);
    }),
  );
});

test("turns of many clients at once are each told as they were made, when they are due", () => {
  const crowd = fc.record({ clients: fc.integer({ min: 1, max: 6 }), turns: fc.integer({ min: 0, max: 9 }) });
  fc.assert(
    fc.property(crowd, starts, ({ clients, turns }, startNs) => {
      const process = {
        first: () => Array.from({ length: clients }, () => 0),
        afterArrival: () => undefined,
        afterCompletion: () => undefined,
      };
      const load = new GeneratedLoad(process, counting(turns, 5), { durationNs: 1000, requests: 100 });
      const due: boolean[] = [];
      const got = told(load, startNs, (request, now) => {
        due.push(request.arrivalNs === now);
        request.status = "completed";
        load.completed(now, request);
      });
      const made = Array.from({ length: clients + turns }, (_, each) => each + 1);
      expect(got.map(([, inputTokens]) => inputTokens).sort((a, b) => a - b)).toEqual(made);
      expect(due).toEqual(made.map(() => true));
    }),
  );
});

test("the longest prompt to plan for is that of the last turn, less where the conversation ends before", () => {
  const tokens = fc.integer({ min: 1, max: 20 });
  const told = fc.record({
    input: tokens,
    output: tokens,
    more: fc.option(tokens),
    turns: fc.integer({ min: 1, max: 6 }),
  });
  const law = (value: number) => ({ mean: value, longest: value, draw: () => value });
  fc.assert(
    fc.property(told, fc.constantFrom(60, 1000), ({ input, output, more, turns }, tokensMax) => {
      const classes = [{ share: 1, priority: 0, input: law(input), output: law(output) }];
      const followUp = more === null ? undefined : law(more);
      const conversation = { turns: law(turns), followUp, thinkNs: () => 0, tokensMax };
      const maker = new RequestMaker({ classes, conversation, random: () => 0 });
      const prompts: number[] = [];
      let next: RequestSpec | undefined = maker.next(0);
      while (next !== undefined) {
        expect(next.turn).toBe(prompts.length);
        prompts.push(next.inputTokens);
        const request = new Request(0, next, true);
        request.status = "completed";
        next = maker.followUp(0, request)?.spec;
      }
      const fit = Math.min(
        turns,
        1 + Math.max(0, Math.floor((tokensMax - input - output) / ((more ?? input) + output))),
      );
      expect(prompts.length).toBe(fit);
      // Nobody is longer, and somebody as long unless the limit cuts it off.
      expect(Math.max(...prompts)).toBeLessThanOrEqual(maker.longest.inputTokens);
      if (fit === turns) expect(Math.max(...prompts)).toBe(maker.longest.inputTokens);
    }),
  );
});
