/** The load of a scenario: from a trace, or drawn from an arrival process, length laws, request classes, conversations. */
import { randomExponential } from "d3-random";
import { type Problem, ScenarioError } from "../../base/errors.ts";
import { lazy } from "../../base/lazy.ts";
import { nearest } from "../../base/nearest.ts";
import { createPlugin, type PluginChoice } from "../../base/plugin.ts";
import { promptTokensOfImages } from "../../models/operators/image-operators.ts";
import type { WorkloadSetting } from "../workload.ts";
import type { InferenceOptions } from "./inference-options.ts";
import type { InferencePlugins } from "./inference-plugins.ts";
import { arrivalContract } from "./load/arrivals/arrival-process.ts";
import { arrivalsMade } from "./load/arrivals-made.ts";
import { type ExpectedLoad, expectedArrivals, tracedLoad } from "./load/expected-load.ts";
import { readOnce } from "./load/last-trace.ts";
import { constant } from "./load/lengths/constant.ts";
import { type LengthLaw, lengthContract } from "./load/lengths/length-law.ts";
import { GeneratedLoad, type LoadGenerator, TraceLoad } from "./load/load-generator.ts";
import type { LongestRequest, RequestSpec } from "./load/request.ts";
import { type RequestClass, RequestMaker } from "./load/request-maker.ts";
import { playedPart } from "./load/trace-window.ts";
import { namedColumnRequests } from "./load/traces/named-columns.ts";
import { traceContract } from "./load/traces/trace-reader.ts";
import { prefixBlockTokensDefault } from "./replica/prefix-cache.ts";

/** A load and what its requests look like. */
export interface PlannedLoad {
  load: LoadGenerator;
  /** What it asks for on average; looked for when asked. */
  expected: () => ExpectedLoad;
  /** Longest prompt and answer that come, tokens; those to plan for where it depends on the answers what comes. */
  longest: () => LongestRequest;
  /** Tokens of a prompt block identity where the trace has them. */
  prefixBlockTokens?: number | undefined;
  /** Time after which nothing new comes; absent where that depends on what happens. */
  lastsNs?: number | undefined;
  /** The form of a trace that was told by its text, and how such a form is read. */
  toldForm?: { name: string; help: string } | undefined;
}

const tenMinutesNs = 600e9;

/** Of a file that nobody knows, as its message shows it. */
const shownLetters = 80;

/** The load that `options` describe. `generates` is false for models whose requests have no answer to decode. */
export function planLoad(
  plugins: InferencePlugins,
  options: InferenceOptions,
  setting: WorkloadSetting,
  generates: boolean,
): PlannedLoad {
  return options.trace
    ? traceLoad(plugins, options, options.trace, setting, generates)
    : generatedLoad(plugins, options, setting, generates);
}

function traceLoad(
  plugins: InferencePlugins,
  options: InferenceOptions,
  trace: NonNullable<InferenceOptions["trace"]>,
  setting: WorkloadSetting,
  generates: boolean,
): PlannedLoad {
  const { requests: recorded, prefixBlockTokens, toldForm } = recordedRequests(plugins, trace, setting);
  const played = playedPart(recorded, trace);
  // The answer of a model that writes no text comes whole, as one token would.
  const requests = generates ? played : played.map((request) => ({ ...request, outputTokens: 1 }));
  if (requests.length === 0) {
    throw new ScenarioError([
      { path: "workload.trace.file", found: "a trace without requests", expected: "at least one" },
    ]);
  }
  const load = new TraceLoad(requests, options.duration ?? Number.POSITIVE_INFINITY);
  return {
    load,
    expected: () => tracedLoad(requests),
    longest: () => load.longest,
    prefixBlockTokens,
    toldForm,
    lastsNs: Math.min(options.duration ?? Number.POSITIVE_INFINITY, requests.at(-1)?.arrivalNs ?? 0),
  };
}

/** All requests of a trace file, by the form that the scenario names or the file is told by. */
function recordedRequests(
  plugins: InferencePlugins,
  { file, kind, columns }: NonNullable<InferenceOptions["trace"]>,
  setting: WorkloadSetting,
): { requests: readonly RequestSpec[] } & Pick<PlannedLoad, "prefixBlockTokens" | "toldForm"> {
  if (kind !== undefined && columns !== undefined) {
    const expected = "a known form, or the columns of any CSV";
    throw new ScenarioError([{ path: "workload.trace", found: "kind and columns", expected }]);
  }
  const text = setting.readText(file);
  if (columns !== undefined) return { requests: namedColumnRequests(text, file, columns) };
  const readers = plugins.traces.map(({ name, help }) => ({
    name,
    help,
    reader: createPlugin(plugins.traces, { kind: name }, undefined, traceContract),
  }));
  const chosen = kind
    ? readers.find(({ name }) => name === kind)
    : readers.find(({ reader }) => reader.recognises(text));
  if (chosen === undefined) {
    const names = readers.map(({ name }) => name);
    const problem: Problem = {
      path: "workload.trace.kind",
      found: `a file of no known form, which begins ${JSON.stringify(text.slice(0, shownLetters).split("\n")[0])}`,
      expected: `one of ${names.join(", ")}, or columns: { arrival, input, output } of any CSV`,
      nearest: nearest(file, names),
    };
    throw new ScenarioError([problem]);
  }
  const { reader, name, help } = chosen;
  return {
    requests: readOnce(plugins.traces, { file, text, form: name }, () => reader.read(text, file)),
    prefixBlockTokens: reader.prefixBlockTokens,
    ...(kind === undefined && { toldForm: { name, help } }),
  };
}

/** A load that is drawn. Arrival processes can be made anew, at the start of their streams. */
function generatedLoad(
  plugins: InferencePlugins,
  options: InferenceOptions,
  setting: WorkloadSetting,
  generates: boolean,
): PlannedLoad {
  const maker = requestMaker(plugins, options, setting, generates);
  const limits = {
    durationNs: options.duration ?? (options.requests ? Number.POSITIVE_INFINITY : tenMinutesNs),
    requests: options.requests ?? Number.POSITIVE_INFINITY,
  };
  const processFrom = (stream: string) => {
    const random = setting.streams.stream(stream);
    return createPlugin(plugins.arrivals, options.arrivals as PluginChoice, { random }, arrivalContract);
  };
  const { turns, ...lengths } = maker.mean;
  return {
    load: new GeneratedLoad(processFrom("arrivals"), maker, limits),
    lastsNs: Number.isFinite(limits.durationNs) ? limits.durationNs : undefined,
    expected: () => {
      const { ratePerNs, ...closed } = expectedArrivals(processFrom("expected-arrivals"), limits);
      return { ...lengths, ...(ratePerNs === undefined ? closed : { ratePerNs: ratePerNs * turns }) };
    },
    longest: lazy(() => {
      const count = options.conversation ? undefined : arrivalsMade(processFrom("arrivals"), limits);
      return count === undefined ? maker.longest : maker.drawAhead(count);
    }),
  };
}

/** What draws the requests of a scenario. */
function requestMaker(
  plugins: InferencePlugins,
  options: InferenceOptions,
  setting: WorkloadSetting,
  generates: boolean,
): RequestMaker {
  const { streams } = setting;
  const law = (choice: PluginChoice, name: string): LengthLaw =>
    createPlugin(plugins.lengths, choice, { random: streams.stream(name) }, lengthContract);
  const always = (tokens: number) => constant.create({ tokens }, { random: streams.stream("none") });
  const one = always(1);
  // Models that take one length alone: the patches of an image, 30 s of sound, texts padded to the length that CLIP was trained on.
  const { family, maxTokens, inputTokens } = setting.model;
  const fixedTokens = family === "vision" || family === "dual-encoder" ? maxTokens : inputTokens;
  const isItem = setting.model.stack === undefined;
  const lengthOf = (key: "input" | "output", choice: PluginChoice | undefined, name: string) => {
    // The answer of a model that writes no text comes whole, as one token would.
    if ((key === "output" && !generates) || isItem) return one;
    if (choice !== undefined) return law(choice, name);
    return key === "input" && fixedTokens !== undefined ? always(fixedTokens) : undefined;
  };
  const arrivals = options.arrivals;
  const whole = { name: "all", share: 1, priority: 0, objectives: {}, input: undefined, output: undefined };
  const classes = (options.classes ?? [whole]).map((each) => {
    // One class that is all requests draws what no class would.
    const isAll = options.classes === undefined || options.classes.length === 1;
    const stream = isAll ? "" : `/${each.name}`;
    return {
      share: each.share,
      priority: each.priority,
      input: lengthOf("input", each.input ?? options.input, `input-lengths${stream}`),
      output: lengthOf("output", each.output ?? options.output, `output-lengths${stream}`),
    };
  });
  const missing = (["input", "output"] as const).filter((key) =>
    classes.some((each) => each[key] === undefined),
  );
  const absent = [...(arrivals === undefined ? ["arrivals"] : []), ...missing];
  if (arrivals === undefined || absent.length > 0) {
    throw new ScenarioError(
      absent.map((key) => ({ path: `workload.${key}`, found: "nothing", expected: `${key}, or a trace` })),
    );
  }
  const { conversation, sharedPrefix } = options;
  return new RequestMaker({
    classes: classes as RequestClass[],
    random: streams.stream("request-classes"),
    sharedPrefix: sharedPrefix && { ...sharedPrefix, random: streams.stream("shared-prefixes") },
    imageTokens: promptTokensOfImages(setting.model, options.images),
    blockTokens:
      options.prefixCache === undefined
        ? undefined
        : (options.prefixCache.blockTokens ?? prefixBlockTokensDefault),
    promptTokensMax: setting.model.maxTokens,
    conversation: conversation && {
      turns: law(conversation.turns, "turns"),
      followUp: conversation.followUp && law(conversation.followUp, "follow-up-lengths"),
      thinkNs:
        conversation.think === 0
          ? () => 0
          : randomExponential.source(streams.stream("think-times"))(1 / conversation.think),
      tokensMax: setting.model.maxTokens,
    },
  });
}
