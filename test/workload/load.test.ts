import { mean } from "d3-array";
import { expect, test } from "vitest";
import type { ScenarioError } from "../../src/base/errors.ts";
import { createPlugin, type PluginChoice } from "../../src/base/plugin.ts";
import { RandomStreams } from "../../src/base/random.ts";
import { arrivalContract } from "../../src/workload/inference/load/arrivals/arrival-process.ts";
import { arrivals } from "../../src/workload/inference/load/arrivals.ts";
import { arrivalsMade } from "../../src/workload/inference/load/arrivals-made.ts";
import { lengthContract } from "../../src/workload/inference/load/lengths/length-law.ts";
import { lengths } from "../../src/workload/inference/load/lengths.ts";
import { GeneratedLoad } from "../../src/workload/inference/load/load-generator.ts";
import { Request } from "../../src/workload/inference/load/request.ts";
import { plainRequests, RequestMaker } from "../../src/workload/inference/load/request-maker.ts";
import { playedPart } from "../../src/workload/inference/load/trace-window.ts";
import { traceContract } from "../../src/workload/inference/load/traces/trace-reader.ts";
import { traces } from "../../src/workload/inference/load/traces.ts";
import { linearTimer, serve } from "./serving-builder.ts";

const random = (seed = 1) => new RandomStreams(seed).stream("test");

/** Arrival times of `count` requests, s. */
function times(choice: PluginChoice, count: number): number[] {
  const process = createPlugin(arrivals, choice, { random: random() }, arrivalContract);
  const found: number[] = [];
  let next = process.first()[0]!;
  for (let index = 0; index < count; index++) {
    found.push(next / 1e9);
    next = process.afterArrival(next) as number;
  }
  return found;
}

const perSecond = 1e-9;

test("gamma arrivals keep their rate, and burstiness k gives gaps a variation of 1/sqrt(k)", () => {
  for (const burstiness of [0.25, 1, 4]) {
    const at = times({ kind: "gamma", rate: 5 * perSecond, burstiness }, 40_000);
    const gaps = at.slice(1).map((time, index) => time - at[index]!);
    const average = mean(gaps) as number;
    const variance = mean(gaps, (gap) => (gap - average) ** 2) as number;
    expect(average * 5).toBeCloseTo(1, 1);
    expect((Math.sqrt(variance) / average) * Math.sqrt(burstiness)).toBeCloseTo(1, 1);
  }
});

test("bursts: the mean rate is that of quiet times and bursts, by how long each lasts", () => {
  const at = times(
    { kind: "bursty", rate: 2 * perSecond, burstRate: 20 * perSecond, quiet: 9e9, burst: 1e9 },
    60_000,
  );
  expect(60_000 / at[at.length - 1]! / ((2 * 9 + 20 * 1) / 10)).toBeCloseTo(1, 1);
});

test("a diurnal wave is lowest at the start and highest after half a period, and peaks come on top", () => {
  const choice = { kind: "diurnal", rate: 10 * perSecond, swing: 0.5, period: 1000e9, peaks: [] };
  const at = times(choice, 9_000);
  const within = (from: number, to: number) =>
    at.filter((time) => time >= from && time < to).length / (to - from);
  expect(within(0, 100) / (10 * 0.52)).toBeCloseTo(1, 0);
  expect(within(450, 550) / (10 * 1.49)).toBeCloseTo(1, 1);
  const peaks = [{ at: 100e9, width: 10e9, height: 5 }];
  const peaked = times({ ...choice, peaks }, 3_000).filter((time) => time >= 95 && time < 105).length / 10;
  // At the top of the peak the rate is 10 x (0.6 + 5).
  expect(peaked / (10 * (0.6 + 5 * 0.92))).toBeCloseTo(1, 0);
});

test("a ramp from 0 to 10/s over 100 s brings 500 requests, and 10/s from then on", () => {
  const at = times({ kind: "ramp", from: 0, to: 10 * perSecond, over: 100e9 }, 2_000);
  expect(at.filter((time) => time < 100).length / 500).toBeCloseTo(1, 0);
  expect(at.filter((time) => time >= 100 && time < 200).length / 1000).toBeCloseTo(1, 0);
});

test("a batch is all there at the start", () => {
  const process = createPlugin(arrivals, { kind: "batch", size: 3 }, { random: random() }, arrivalContract);
  expect(process.first()).toEqual([0, 0, 0]);
});

test.each<[string, PluginChoice, number]>([
  ["zipf", { kind: "zipf", min: 1, max: 4, exponent: 1 }, 4 / (1 + 1 / 2 + 1 / 3 + 1 / 4)],
  ["empirical", { kind: "empirical", values: [10, 100], weights: [3, 1] }, (3 * 10 + 100) / 4],
  ["exponential", { kind: "exponential", mean: 300 }, 300],
  ["normal", { kind: "normal", mean: 300, deviation: 30 }, 300],
])("%s lengths have the mean that they say", (_, choice, expected) => {
  const law = createPlugin(lengths, choice, { random: random() }, lengthContract);
  expect(law.mean).toBeCloseTo(expected, 9);
  const drawn = Array.from({ length: 40_000 }, () => law.draw());
  expect((mean(drawn) as number) / expected).toBeCloseTo(1, 1);
  expect(drawn.every((length) => Number.isInteger(length) && length >= 1)).toBe(true);
});

const read = (kind: string, text: string) => {
  const reader = createPlugin(traces, { kind }, undefined, traceContract);
  expect(reader.recognises(text)).toBe(true);
  return reader.read(text, "trace");
};

test("BurstGPT rows without an answer are left out", () => {
  const text =
    "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n" +
    "5,ChatGPT,472,18,490,Conversation log\n7,ChatGPT,30,0,30,Conversation log\n9,GPT-4,1087,230,1317,API log\n";
  expect(read("burstgpt", text)).toEqual([
    { arrivalNs: 0, inputTokens: 472, outputTokens: 18 },
    { arrivalNs: 4e9, inputTokens: 1087, outputTokens: 230 },
  ]);
});

test("a CSV of one's own may name sessions and priorities", () => {
  const text = "arrival_s,input_tokens,output_tokens,session,priority\n1.5,10,20,7,1\n0.5,30,40,,\n";
  expect(read("csv", text)).toEqual([
    { arrivalNs: 0, inputTokens: 30, outputTokens: 40 },
    { arrivalNs: 1e9, inputTokens: 10, outputTokens: 20, session: 0, priority: 1 },
  ]);
});

test("every answer of a ShareGPT conversation is a request with all that was said before", () => {
  const said = (from: string, characters: number) => ({ from, value: "x".repeat(characters) });
  const line = JSON.stringify({
    conversations: [said("human", 40), said("gpt", 80), said("human", 20), said("gpt", 8)],
  });
  expect(read("sharegpt", line)).toEqual([
    { arrivalNs: 0, inputTokens: 40 / 4, outputTokens: 80 / 4, session: 0 },
    { arrivalNs: 0, inputTokens: (40 + 80 + 20) / 4, outputTokens: 8 / 4, session: 0 },
  ]);
});

test("a line of JSON that is none, or lacks something, is told so", () => {
  expect(() => read("llmservingsim", '{"input_toks": 1, "output')).toThrow(
    "expected an LLMServingSim request, as JSON on one line",
  );
  expect(() => read("sharegpt", '{"conversations": [{"from": "human"}]}')).toThrow(
    "conversations.0.value: found",
  );
});

test("a window of a trace is played from its start, faster, and again", () => {
  const trace = [0, 10, 20, 30].map((second) => ({
    arrivalNs: second * 1e9,
    inputTokens: 1,
    outputTokens: 1,
  }));
  const played = playedPart(trace, { from: 10e9, to: 30e9, speed: 2, loop: 2 });
  // Two requests 10 s apart make a round of 20 s; twice as fast that is 10 s.
  expect(played.map(({ arrivalNs }) => arrivalNs / 1e9)).toEqual([0, 5, 10, 15]);
});

const oneOf = (tokens: number) => ({ draw: () => tokens, mean: tokens, longest: tokens });

test("a later turn holds all that was said before, and shares the whole blocks of it", () => {
  const maker = new RequestMaker({
    classes: [{ share: 1, priority: 0, input: oneOf(100), output: oneOf(60) }],
    random: random(),
    blockTokens: 32,
    conversation: { turns: oneOf(2), followUp: oneOf(10), thinkNs: () => 5e9, tokensMax: 1000 },
  });
  const first = new Request(0, maker.next(0), true);
  first.status = "completed";
  const second = maker.followUp(1e9, first);
  expect(second?.atNs).toBe(6e9);
  expect(second?.spec.inputTokens).toBe(100 + 60 + 10);
  expect(second?.spec.prefixBlocks?.slice(0, 3)).toEqual(first.prefixBlocks);
  expect(first.prefixBlocks).toHaveLength(Math.floor(100 / 32));
});

test("classes come in their shares, each with its own lengths", () => {
  const classes = [3, 1].map((share, index) => ({
    share,
    priority: index,
    input: oneOf(10 + index),
    output: oneOf(1),
  }));
  const maker = new RequestMaker({ classes, random: random() });
  const drawn = Array.from({ length: 20_000 }, () => maker.next(0));
  const second = drawn.filter(({ classIndex }) => classIndex === 1);
  expect(second.length / 20_000).toBeCloseTo(1 / 4, 1);
  expect(second.every(({ inputTokens, priority }) => inputTokens === 11 && priority === 1)).toBe(true);
});

test("requests that are drawn before they come are those that come, and those after them go on from there", () => {
  const maker = () => {
    const streams = new RandomStreams(4);
    const lengths = (name: string) => {
      const draw = streams.stream(name);
      return { draw: () => 1 + Math.floor(900 * draw()), mean: 450, longest: 900 };
    };
    const classes = ["a", "b"].map((name, priority) => {
      return { share: 1, priority, input: lengths(`${name} in`), output: lengths(`${name} out`) };
    });
    const sharedPrefix = { tokens: 64, share: 0.5, kinds: 3, random: streams.stream("prefixes") };
    return new RequestMaker({ classes, random: streams.stream("classes"), blockTokens: 32, sharedPrefix });
  };
  const [ahead, one] = [maker(), maker()];
  const longest = ahead.drawAhead(40);
  const drawn = Array.from({ length: 60 }, (_, at) => ahead.next(at));
  expect(drawn).toEqual(Array.from({ length: 60 }, (_, at) => one.next(at)));
  const first = drawn.slice(0, 40);
  expect(longest).toEqual({
    inputTokens: Math.max(...first.map(({ inputTokens }) => inputTokens)),
    outputTokens: Math.max(...first.map(({ outputTokens }) => outputTokens)),
  });
});

test("which prompt a request shares hangs neither on the classes nor on how many there are", () => {
  const prefixesOf = (shares: number[]) => {
    const classes = shares.map((share) => ({ share, priority: 0, input: oneOf(10), output: oneOf(1) }));
    const sharedPrefix = {
      tokens: 32,
      share: 0.5,
      kinds: 3,
      random: new RandomStreams(2).stream("prefixes"),
    };
    const maker = new RequestMaker({ classes, random: random(), blockTokens: 32, sharedPrefix });
    return Array.from({ length: 300 }, () => Math.min(0, maker.next(0).prefixBlocks?.[0] ?? 0));
  };
  const alone = prefixesOf([1]);
  expect(new Set(alone).size).toBe(3 + 1);
  expect(alone.filter((block) => block < 0).length / 300).toBeCloseTo(0.5, 1);
  expect(prefixesOf([1, 1])).toEqual(alone);
  expect(prefixesOf([5, 2, 1])).toEqual(alone);
});

test.each([
  ["csv", "arrival_s,input_tokens,output_tokens\n0,1,1\n\n\n1,x,5\n", 5, "1,x,5"],
  ["csv", "arrival_s,input_tokens,output_tokens\n0,100,5.5\n", 2, "0,100,5.5"],
  ["csv", "arrival_s,input_tokens,output_tokens,priority\n0,100,5,urgent\n", 2, "0,100,5,urgent"],
  ["csv", "arrival_s,input_tokens,output_tokens\n0,100,0\n", 2, "0,100,0"],
  [
    "azure",
    "TIMESTAMP,ContextTokens,GeneratedTokens\n\n2023-11-16 18:15:46.68,374,0.5\n",
    3,
    "2023-11-16 18:15:46.68,374,0.5",
  ],
  [
    "burstgpt",
    "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n5,G,4,0,4,C\n6,G,bad,2,3,C\n",
    3,
    "6,G,bad,2,3,C",
  ],
])("a row of a %s trace that is no request is told by its line in the file", (kind, text, line, row) => {
  let problems: ScenarioError["problems"] = [];
  try {
    read(kind, text);
  } catch (error) {
    problems = (error as ScenarioError).problems;
  }
  expect(problems.map(({ line, found }) => [line, found])).toEqual([[line, `"${row}"`]]);
});

test("users who are refused wait before they ask again, so that a run without thinking ends", () => {
  const process = createPlugin(
    arrivals,
    { kind: "closed-loop", users: 3, think: 0, retryAfter: 1e9 },
    { random: random() },
    arrivalContract,
  );
  const length = { draw: () => 2, mean: 2, longest: 2 };
  const { rows, outcome } = serve({
    timer: linearTimer({ step: 300 }),
    batching: { kind: "none" },
    outstandingMax: 1,
    load: new GeneratedLoad(process, plainRequests(length, length), {
      durationNs: 1.9e9,
      requests: Number.POSITIVE_INFINITY,
    }),
  });
  expect(outcome.status).toBe("completed");
  // One is served every 300 ms from 0 to 1,800 ms; the others ask at 0 and 1,000 ms.
  expect(rows.filter(({ status }) => status === "completed")).toHaveLength(7);
  expect(rows.filter(({ status }) => status === "rejected").map(({ arrival_s }) => arrival_s)).toEqual([
    0, 0, 1, 1,
  ]);
});

test("the arrivals of more users than a call takes arguments are counted", () => {
  const users = 200_000;
  const process = {
    first: () => new Array<number>(users).fill(0),
    afterArrival: () => undefined,
    afterCompletion: () => undefined,
  };
  const limits = { durationNs: 1e9, requests: Number.POSITIVE_INFINITY };
  expect(arrivalsMade(process, limits)).toBe(users);
});
