/** What plug-ins have against their options together: what stands at the bound is taken, what lies beyond it is refused by name. */
import { expect, test } from "vitest";
import { z } from "zod";
import { type AnyPlugin, optionProblem } from "../../src/base/plugin.ts";
import { catalog, pluginKinds } from "../../src/catalog.ts";

type Options = { readonly [option: string]: unknown };

interface Said {
  takes: readonly Options[];
  /** The option that is told, and options that it is told of. */
  refuses: readonly (readonly [option: string, of: Options])[];
}

const z99 = 2.3263478740408408;

/** Either a share or a length, and no more tokens in a row than are proposed and the one that always comes. */
const speculation = (tokens: number, rest: object): Said => ({
  takes: [
    { ...rest, tokens, acceptance: 0.7 },
    { ...rest, tokens, acceptanceLength: tokens + 1 },
    { ...rest, tokens, acceptanceLength: 1 },
  ],
  refuses: [
    ["acceptance", { ...rest, tokens }],
    ["acceptance", { ...rest, tokens, acceptance: 0.7, acceptanceLength: 2 }],
    ["acceptance", { ...rest, tokens, acceptanceLength: tokens + 1.5 }],
  ],
});

const ordered: Said = {
  takes: [
    { min: 3, max: 3 },
    { min: 3, max: 9 },
  ],
  refuses: [["max", { min: 3, max: 2 }]],
};

const said: { readonly [plugin: string]: Said } = {
  "lengths.uniform": ordered,
  // Different lengths have their probabilities in a table, which has an end.
  "lengths.zipf": {
    takes: [...ordered.takes, { min: 9, max: 8 + 2 ** 22 }],
    refuses: [...ordered.refuses, ["max", { min: 9, max: 9 + 2 ** 22 }]],
  },
  "lengths.lognormal": {
    takes: [
      { mean: 10, p99: 10 },
      { mean: 1, p99: Math.exp(z99 ** 2 / 2) },
    ],
    refuses: [
      ["p99", { mean: 10, p99: 9.99 }],
      ["p99", { mean: 1, p99: Math.exp(z99 ** 2 / 2) * 1.0001 }],
    ],
  },
  "lengths.empirical": {
    takes: [{ values: [5] }, { values: [5, 6], weights: [0, 1] }],
    refuses: [
      ["weights", { values: [5, 6], weights: [1] }],
      ["weights", { values: [5], weights: [1, 1] }],
      ["weights", { values: [5, 6], weights: [0, 0] }],
    ],
  },
  "batching.dynamic": {
    takes: [
      { maxBatch: 8, preferredSizes: [] },
      { maxBatch: 8, preferredSizes: [2, 8] },
    ],
    refuses: [
      ["preferredSizes", { maxBatch: 8, preferredSizes: [2, 9] }],
      ["preferredSizes", { maxBatch: 8, preferredSizes: [9, 2] }],
    ],
  },
  "batching.decode-first": {
    takes: [{ maxBatch: 4, refillBelow: 3 }],
    refuses: [["refillBelow", { maxBatch: 4, refillBelow: 4 }]],
  },
  "speculations.draft": speculation(3, { model: "llama-3.2-1b" }),
  "speculations.eagle": speculation(3, {}),
  "topologies.hyperx": {
    takes: [{ dimensions: [2, 3] }, { dimensions: [2, 3], widths: [1, 2] }],
    refuses: [
      ["widths", { dimensions: [2, 3], widths: [1] }],
      ["widths", { dimensions: [2, 3], widths: [1, 1, 1] }],
    ],
  },
  "topologies.dragonfly": {
    // Four global links a group: to one, two or four others, or to none.
    takes: [1, 2, 3, 5, undefined].map((groups) => ({ endpoints: 2, routers: 2, globals: 2, groups })),
    refuses: [4, 6].map((groups) => ["groups", { endpoints: 2, routers: 2, globals: 2, groups }] as const),
  },
  "topologies.rail-optimised": {
    takes: [1, 2, 3, 6, undefined].map((serversPerUnit) => ({ servers: 6, rails: 2, serversPerUnit })),
    refuses: [4, 5, 12].map((serversPerUnit) => {
      return ["serversPerUnit", { servers: 6, rails: 2, serversPerUnit }] as const;
    }),
  },
};

const checked = pluginKinds.flatMap((kind) =>
  (catalog[kind] as readonly AnyPlugin<unknown, unknown>[])
    .filter(({ check }) => check !== undefined)
    .map((plugin) => ({ name: `${kind}.${plugin.name}`, plugin })),
);

test("something is said of every plug-in that has something against options", () => {
  expect(checked.map(({ name }) => name).sort()).toEqual(Object.keys(said).sort());
});

test.each(checked)(
  "$name takes options at the bound, and names the one that lies beyond",
  ({ name, plugin }) => {
    const { takes, refuses } = said[name] as Said;
    const problem = (options: Options) => optionProblem(plugin, z.object(plugin.options).parse(options));
    for (const options of takes) expect(problem(options), JSON.stringify(options)).toBeUndefined();
    for (const [option, options] of refuses)
      expect(problem(options)?.option, JSON.stringify(options)).toBe(option);
  },
);
