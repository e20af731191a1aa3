/** Collective plug-ins made into algorithms, each once for the options it is chosen with, so that networks keep their plans. */
import { type AnyPlugin, createPlugin, type PluginChoice, pluginChoice } from "../base/plugin.ts";
import { collectiveContract } from "./collectives/collective-contract.ts";
import type { CollectiveAlgorithm, CollectiveBehaviour } from "./collectives/collective-plan.ts";
import { notationOf } from "./plugin-notation.ts";

/** The algorithms that `plugins` make. */
export class CollectiveRegistry {
  readonly plugins: readonly AnyPlugin<CollectiveBehaviour>[];
  /** Of a choice: a name, or a map with `kind` and options. */
  readonly choice;
  readonly #made = new Map<string, CollectiveAlgorithm>();
  #usual?: readonly CollectiveAlgorithm[];

  constructor(plugins: readonly AnyPlugin<CollectiveBehaviour>[]) {
    this.plugins = plugins;
    this.choice = pluginChoice(plugins);
  }

  /** Every plug-in with the options it comes with; without those that ask for some. */
  get usual(): readonly CollectiveAlgorithm[] {
    this.#usual ??= this.plugins.flatMap(({ name, options }) => {
      if (Object.keys(options).length === 0) return [this.make({ kind: name })];
      const choice = this.choice.safeParse(name);
      return choice.success ? [this.make(choice.data)] : [];
    });
    return this.#usual;
  }

  /** The algorithm of a choice that has passed the schema. */
  make(choice: PluginChoice): CollectiveAlgorithm {
    const name = notationOf(choice);
    const known = this.#made.get(name);
    if (known !== undefined) return known;
    const { onRequest, everyPair, leastHops, plan } = createPlugin(
      this.plugins,
      choice,
      undefined,
      collectiveContract,
    );
    // The contract makes plans of whatever a plug-in answers.
    const algorithm = { name, onRequest, everyPair, leastHops, plan } as CollectiveAlgorithm;
    this.#made.set(name, algorithm);
    return algorithm;
  }
}
