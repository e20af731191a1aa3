/** Plug-ins gone wrong at random: a shipped one of any family that now and then gives something else than it should. */
import { z } from "zod";
import type { AnyPlugin } from "../../src/base/plugin.ts";
import { RandomStreams } from "../../src/base/random.ts";
import { catalog, makeCatalog, type PluginLists, pluginKinds } from "../../src/catalog.ts";
import { type Document, seeds } from "./fuzz.ts";
import { failureWith } from "./fuzz-outcome.ts";

/** What a function of a wrong plug-in may give in place of its answer; made anew each time, so that nothing is shared. */
const oddities: readonly ((answer: unknown) => unknown)[] = [
  () => undefined,
  () => null,
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
  () => -1,
  () => 0,
  () => 0.5,
  () => 1e308,
  () => 2 ** 31,
  () => "x",
  () => ({}),
  () => [],
  () => [null],
  () => [Number.NaN],
  () => true,
  (answer) => (typeof answer === "number" ? answer + 1 : answer),
  (answer) => (typeof answer === "number" ? -answer : answer),
  (answer) => (Array.isArray(answer) ? answer.slice(1) : answer),
  (answer) => (Array.isArray(answer) ? [...answer, ...answer] : answer),
  (answer) => (Array.isArray(answer) ? [...answer].reverse() : answer),
  () => {
    throw new Error("of the plug-in's own");
  },
  () => {
    throw undefined;
  },
];

/** What wrong plug-ins do beside, from `laterPlugInSeeds` on: answers that come later, and meddling with what they are handed. */
const laterOddities: typeof oddities = [
  async (answer) => answer,
  () => new Promise(() => {}),
  () => Promise.reject(new Error("of the plug-in's own")),
  function* (answer) {
    yield answer;
  },
  (answer) => new Proxy(Object(answer), {}),
  () => Symbol("odd"),
  () => 7n,
  () => () => 7,
  () => new Date(Number.NaN),
  () => Object.create(null),
];

/** The first case that may do what `laterOddities` do, or meddle. */
export const laterPlugInSeeds = 10_000_000;

/** Changes something of what a plug-in was handed, where it can. */
function meddle(given: readonly unknown[], random: () => number): void {
  const objects = given.filter(
    (each): each is Record<string, unknown> => typeof each === "object" && each !== null,
  );
  for (const each of objects) {
    const keys = Object.keys(each);
    const key = keys[Math.floor(random() * keys.length)];
    if (key === undefined) continue;
    const values = [undefined, Number.NaN, -1, null, [], "x"];
    try {
      if (Array.isArray(each)) each.length = Math.floor(random() * each.length);
      else if (random() < 0.3) delete each[key];
      else each[key] = values[Math.floor(random() * values.length)];
    } catch {
      // It was handed for reading alone.
    }
  }
}

/** `behaviour` whose functions give oddities: one call in `rarity`, or what is no function at once. */
function gone(behaviour: unknown, random: () => number, rarity: number, isLater: boolean): unknown {
  const all = isLater ? [...oddities, ...laterOddities] : oddities;
  const odd = (answer: unknown) =>
    (all[Math.floor(random() * all.length)] as (answer: unknown) => unknown)(answer);
  const wrong =
    (act: (...given: unknown[]) => unknown, self: unknown) =>
    (...given: unknown[]) => {
      if (isLater && random() * rarity < 1) meddle(given, random);
      const answer = act.apply(self, given);
      return random() * rarity < 1 ? odd(answer) : answer;
    };
  if (typeof behaviour === "function") return wrong(behaviour as () => unknown, undefined);
  if (typeof behaviour !== "object" || behaviour === null) return odd(behaviour);
  const copy: { [key: string]: unknown } = {};
  for (const key of Object.keys(behaviour)) {
    const value = (behaviour as { [key: string]: unknown })[key];
    if (typeof value === "function") copy[key] = wrong(value as () => unknown, behaviour);
    else {
      try {
        copy[key] = random() < 0.1 ? odd(value) : value;
      } catch (error) {
        // Of what was there before it threw nobody gets to see anything.
        for (const made of Object.values(copy)) if (made instanceof Promise) made.catch(() => {});
        throw error;
      }
    }
  }
  return copy;
}

/** Where a scenario of serving, of training or of a queue names a plug-in of a family. */
const places: { readonly [Kind in keyof PluginLists]?: readonly [kind: string, path: readonly string[]] } = {
  arrivals: ["inference", ["workload", "arrivals"]],
  lengths: ["inference", ["workload", "input"]],
  orders: ["inference", ["workload", "order"]],
  batching: ["inference", ["workload", "batching"]],
  routers: ["inference", ["workload", "router"]],
  autoscaling: ["inference", ["workload", "autoscaling", "policy"]],
  speculations: ["inference", ["workload", "speculation"]],
  schedules: ["training", ["workload", "schedule"]],
  compressions: ["training", ["workload", "compression"]],
  failures: ["training", ["workload", "failures"]],
  queuePolicies: ["queue", ["workload", "policy"]],
  collectives: ["training", ["cluster", "collectives"]],
};

/** Options without which some plug-ins cannot be made. */
const options: { readonly [option: string]: unknown } = {
  rate: "20/s",
  burstRate: "40/s",
  quiet: "1 s",
  burst: "1 s",
  from: "1/s",
  to: "30/s",
  over: "3 s",
  users: 4,
  size: 20,
  tokens: 3,
  mean: 200,
  p99: 800,
  deviation: 30,
  min: 4,
  max: 500,
  values: [3, 100, 800],
  plan: [{ at: "1 s", replicas: 3 }],
  up: [{ above: 2, add: 1 }],
  down: { below: 1, remove: 1 },
  target: 4,
  model: "llama-3.2-1b",
  acceptance: "80%",
};

/** What is wrong with how the plug-in of case `seed` is met; undefined where nothing is. */
export function plugInFailureOf(seed: number): string | undefined {
  const random = new RandomStreams(seed).stream("plug-ins");
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const family = pick(pluginKinds.filter((kind) => places[kind] !== undefined));
  const [kind, path] = places[family] as readonly [string, readonly string[]];
  const plugin = pick(catalog[family] as readonly AnyPlugin<unknown, unknown>[]);
  const rarity = pick([1, 3, 10, 100]);
  const given = z
    .object(plugin.options)
    .parse(Object.fromEntries(Object.entries(options).filter(([option]) => option in plugin.options)));
  const own: AnyPlugin<unknown, unknown> = {
    ...plugin,
    name: "gone-wrong",
    file: "gone-wrong.ts",
    options: {},
    check: () => undefined,
    create: (_, needs) => gone(plugin.create(given, needs), random, rarity, seed >= laterPlugInSeeds),
  };
  const document = structuredClone(pick(seeds.filter((each) => kindOf(each) === kind)));
  const rules = [{ algorithms: ["gone-wrong", "hierarchical", "ring"] }];
  put(document, path, family === "collectives" ? { inside: rules, across: rules } : "gone-wrong");
  const failure = failureWith(document, makeCatalog({ ...catalog, [family]: [...catalog[family], own] }));
  return failure && `${failure} with one of ${family} like ${plugin.name}`;
}

function kindOf({ workload }: Document): string | undefined {
  return (workload as { kind?: string } | undefined)?.kind;
}

function put(document: Document, path: readonly string[], value: unknown): void {
  let holder = document;
  for (const key of path.slice(0, -1)) {
    const next = holder[key];
    if (typeof next !== "object" || next === null) holder[key] = {};
    holder = holder[key] as Document;
  }
  holder[path.at(-1) as string] = value;
}
