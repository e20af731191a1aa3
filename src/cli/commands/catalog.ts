/** `trnsim catalog [chips|instances|models|profiles|operators|policies|keys|metrics] [NAME]`: what the simulator knows, with sources. */
import type { Command } from "commander";
import { ScenarioError } from "../../base/errors.ts";
import { nearest } from "../../base/nearest.ts";
import { type Catalog, isModelFile, modelFromFile, policies } from "../../catalog.ts";
import { breakEvens } from "../../hardware/break-even.ts";
import type { Chip } from "../../hardware/chip.ts";
import { whyInformative } from "../../hardware/informative-figures.ts";
import type { Instance } from "../../hardware/instance.ts";
import { chipEntry, instanceEntry } from "../../hardware/written-form.ts";
import { findModel } from "../../models/find-model.ts";
import { dividedHeads } from "../../models/layer-kinds.ts";
import type { Model } from "../../models/model.ts";
import { modelFacts } from "../../models/model-facts.ts";
import { parameterCount } from "../../models/parameters.ts";
import { rankAccount } from "../../models/rank-account.ts";
import { jsonText } from "../../report/json.ts";
import {
  chipsText,
  instancesText,
  modelsText,
  operatorsText,
  policiesText,
  pricesText,
  profilesText,
  profileText,
  sourcesText,
  sumsText,
} from "../../report/text/catalog-text.ts";
import { entryYaml } from "../../report/text/catalog-yaml.ts";
import { outlineText } from "../../report/text/outline-text.ts";
import { keysText, metricsText } from "../../report/text/reference-text.ts";
import type { Style } from "../../report/text/style.ts";
import { keysBelow, scenarioKeys } from "../../scenario/key-reference.ts";
import { metricsOf } from "../../study/summary-metrics.ts";
import { profileSettings } from "../../timing/profile-settings.ts";
import { listedOperators } from "../../workload/operator-list.ts";
import { type CommonFlags, processConsole } from "../console.ts";
import { modelName, readText } from "../files.ts";
import { pluginFiles, pluginFlag, withPlugins } from "../plugins.ts";
import { schemaOf } from "../scenario-schema.ts";

interface Section {
  names: string[];
  /** The whole list. */
  text(): string;
  /** The value behind `--json`. */
  value: unknown;
  /** One entry; undefined when there is none of that name. */
  entry(name: string): Entry | undefined;
}

interface Entry {
  text: string;
  value: unknown;
  /** To paste into a scenario, where it can be written there. */
  yaml?: (() => string) | undefined;
}

function sections(catalog: Catalog, width: number, tensor?: number): Record<string, Section> {
  const { chips, instances, models, profiles } = catalog;
  const named = <Item extends { name: string }>(
    list: readonly Item[],
    text: (entry: Item) => string,
    yaml?: (entry: Item) => string,
  ) => ({
    names: list.map(({ name }) => name),
    value: list,
    entry: (name: string): Entry | undefined => {
      const found = list.find((each) => each.name === name);
      return found && { text: text(found), value: found, yaml: yaml && (() => yaml(found)) };
    },
  });
  const outlined = (entry: object) => outlineText(entry, width);
  const sourced = (entry: Chip | Instance) =>
    sourcesText(entry, width, (path) => ("cores" in entry ? whyInformative(entry, path) : undefined));
  const heads = ({ stack }: Model) => (stack ? dividedHeads(stack) : []);
  const kinds = policies(catalog);
  const plugins = kinds.flatMap(({ kind, plugins: list }) =>
    list.map(({ name, help, options }) => ({ kind, name, help, options: Object.keys(options) })),
  );
  const pathed = metricsOf().map((metric) => ({ ...metric, name: metric.path }));
  return {
    chips: {
      ...named(chips, sourced, (chip) => entryYaml(chipEntry(chip))),
      text: () => chipsText(chips, width),
    },
    instances: {
      ...named(instances, sourced),
      text: () => instancesText(instances, width),
      entry: (name) => {
        const instance = instances.find((each) => each.name === name);
        if (instance === undefined) return undefined;
        const evens = breakEvens(instance);
        const parts = [sourced(instance), sumsText(instance, width), pricesText(instance, evens, width)];
        const yaml = () => entryYaml(instanceEntry(instance));
        return { text: parts.join("\n\n"), value: { ...instance, breakEvens: evens }, yaml };
      },
    },
    models: {
      ...named(models, outlined),
      entry: (name) => {
        const model = isModelFile(name)
          ? modelFromFile(name, modelName(name), readText)
          : findModel(models, name);
        const onRanks = tensor && model ? { on_ranks: rankAccount(model, { tensor, expert: 1 }) } : {};
        const value = model && { ...model, ...modelFacts(model), ...onRanks };
        return value && { text: outlined(value), value };
      },
      text: () => modelsText(models, { parameters: parameterCount, heads }, width),
    },
    profiles: {
      ...named(profiles, (each) => profileText(each, profileSettings(each), width)),
      text: () => profilesText(profiles, width),
    },
    operators: {
      ...named(listedOperators(models), outlined),
      text: () => operatorsText(listedOperators(models), width),
    },
    policies: { ...named(plugins, outlined), text: () => policiesText(kinds, width) },
    get keys() {
      return keysSection(catalog, width);
    },
    metrics: {
      ...named(pathed, (metric) => metricsText([metric], width)),
      text: () => metricsText(metricsOf(), width),
    },
  };
}

/** Keys of scenarios; one entry is a key with all that stand below it. */
function keysSection(catalog: Catalog, width: number): Section {
  const keys = scenarioKeys(schemaOf(catalog).jsonSchema());
  return {
    names: [...new Set(keys.map(({ path }) => path))],
    value: keys,
    text: () => keysText(keys, width),
    entry(name) {
      const found = keysBelow(keys, name);
      return found.length === 0 ? undefined : { text: keysText(found, width), value: found };
    },
  };
}

/** Columns of what is no terminal: tables of sentences, with every line as long as the longest, are read by nobody. */
const pipedColumns = 120;

function columnsOf({ width }: Style): number {
  return Number.isFinite(width) ? width : pipedColumns;
}

interface CatalogFlags extends CommonFlags {
  tensor?: string;
  yaml?: boolean;
  plugin: string[];
}

/** Gives the command its flags and what it does. */
export function defineCatalogCommand(command: Command, catalog: Catalog): void {
  command
    .addHelpText(
      "after",
      `
Examples:
  $ trnsim catalog chips trainium2
  $ trnsim catalog instances trn2.48xlarge --yaml   # as a scenario writes it
  $ trnsim catalog instances
  $ trnsim catalog models ./config.json --json
  $ trnsim catalog policies
  $ trnsim catalog keys workload.batching        # every key of a scenario below this one
  $ trnsim catalog metrics`,
    )
    .option("--tensor <ranks>", "models: what so many tensor ranks hold, with copies and padding by name")
    .option("--yaml", "chips, instances: one entry as a scenario writes it, to paste and to change")
    .option(...pluginFlag)
    .action(async (section: string | undefined, name: string | undefined, _, called: Command) => {
      const flags = called.optsWithGlobals<CatalogFlags>();
      const console = processConsole(flags);
      const own = await withPlugins(catalog, pluginFiles(flags.plugin));
      const all = sections(own, columnsOf(console.style), tensorRanks(flags.tensor, section, name));
      const names = Object.keys(all);
      const shown = section === undefined ? names.filter((each) => !references.includes(each)) : [section];
      const parts = shown.map((each) => {
        const part = all[each];
        if (part === undefined) throw unknownName("a section", each, names);
        if (name === undefined) return { text: `${each}\n${part.text()}`, value: part.value };
        const entry = part.entry(name);
        if (entry === undefined) throw unknownName(`one of the ${each}`, name, part.names);
        return entry;
      });
      if (flags.yaml) console.print(yamlOf(parts));
      else if (!flags.json) console.print(parts.map(({ text }) => text).join("\n\n"));
      else if (section === undefined) {
        console.print(jsonText(Object.fromEntries(shown.map((each, index) => [each, parts[index]?.value]))));
      } else console.print(jsonText(parts[0]?.value));
    });
}

/** Names of the sections. */
export function catalogSections(catalog: Catalog): string[] {
  const width = 80;
  return Object.keys(sections(catalog, width));
}

function yamlOf([part, ...others]: readonly Partial<Entry>[]): string {
  if (part?.yaml !== undefined && others.length === 0) return part.yaml();
  const expected = "one chip or instance: catalog instances trn2.48xlarge --yaml";
  throw new ScenarioError([{ path: "--yaml", found: "what a scenario only names", expected }]);
}

/** The flag's count, which is of one model. */
function tensorRanks(flag: string | undefined, section?: string, name?: string): number | undefined {
  if (flag === undefined) return undefined;
  const ranks = Number(flag);
  if (Number.isInteger(ranks) && ranks > 0 && section === "models" && name !== undefined) return ranks;
  const found = section === "models" && name !== undefined ? `"${flag}"` : "no model to divide";
  throw new ScenarioError([
    {
      path: "--tensor",
      found,
      expected: "a whole count of ranks, of one model: catalog models NAME --tensor 8",
    },
  ]);
}

/** Sections that are long, and shown only where they are asked for. */
const references = ["keys", "metrics"];

/** Names beyond which only the nearest is told. */
const namesShown = 60;

function unknownName(what: string, name: string, names: readonly string[]): ScenarioError {
  return new ScenarioError([
    {
      path: "catalog",
      found: `"${name}"`,
      expected: names.length > namesShown ? `${what}` : `${what}: ${names.join(", ")}`,
      nearest: nearest(name, names),
    },
  ]);
}
