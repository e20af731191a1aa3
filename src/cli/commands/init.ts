/** `trnsim init [FILE]`: write a commented starter scenario, from flags, or from answers where a person is there to give them. */
import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { isCancel, select, text } from "@clack/prompts";
import type { Command } from "commander";
import { type Document, parseDocument } from "yaml";
import { ScenarioError } from "../../base/errors.ts";
import { nearest } from "../../base/nearest.ts";
import { type Catalog, isModelFile, modelFromFile } from "../../catalog.ts";
import { jsonText } from "../../report/json.ts";
import type { Starter } from "../../workload/starter.ts";
import { type CommonFlags, processConsole } from "../console.ts";
import { exitCodes } from "../exit-codes.ts";
import { modelName, readText, writeText } from "../files.ts";
import { positiveCount } from "../flag-values.ts";
import { pluginFiles, pluginFlag, withPlugins } from "../plugins.ts";
import { starters } from "../starters.ts";
import { schemaFile, schemaText } from "./schema.ts";

interface InitFlags extends CommonFlags {
  kind?: string;
  instance?: string;
  count?: string;
  model?: string;
  force?: boolean;
  plugin: string[];
}

const usualKind = "inference";
const otherKinds = Object.keys(starters).filter((kind) => kind !== usualKind);

/** Starters by kind of workload, those of plug-ins too. */
function startersOf({ workloads }: Catalog): Readonly<Record<string, Starter>> {
  const own = workloads.flatMap(({ name, starter }) => (starter ? [[name, starter] as const] : []));
  return { ...starters, ...Object.fromEntries(own) };
}

/** Gives the command its flags and what it does. */
export function defineInitCommand(command: Command, catalog: Catalog): void {
  command
    .option("--kind <kind>", `${usualKind} (the default), ${otherKinds.join(", ")}`)
    .option("--instance <name>", "instance type or UltraServer")
    .option("--count <number>", "instances")
    .option("--model <name>", "model of the catalog, or a config.json")
    .option("--force", "overwrite the file")
    .option(...pluginFlag)
    .addHelpText(
      "after",
      `
Examples:
  $ trnsim init
  $ trnsim init chat.yaml --kind inference --instance inf2.48xlarge --model llama-3.1-8b
  $ trnsim init experiments.yaml --kind queue --count 8`,
    )
    .action(async (file: string | undefined, _, called: Command) => {
      const given = called.optsWithGlobals<InitFlags>();
      const path = file ?? "scenario.yaml";
      if (existsSync(path) && !given.force) {
        throw new ScenarioError([{ file: path, found: "a file", expected: "a new file name, or --force" }]);
      }
      const own = await withPlugins(catalog, pluginFiles(given.plugin));
      const isSilent = given.kind === undefined && given.instance === undefined && given.model === undefined;
      const flags = isSilent && file === undefined && isInteractive() ? await ask(own) : given;
      if (flags === undefined) {
        process.exitCode = exitCodes.badInput;
        return;
      }
      const text = `# yaml-language-server: $schema=./${schemaFile}\n${starterText(flags, own, path)}`;
      // First what a second try writes anew: it is refused where the scenario is there.
      writeText(join(dirname(path), schemaFile), schemaText(own));
      writeText(path, text);
      processConsole(given).print(
        given.json
          ? jsonText({ file: path, schema: schemaFile })
          : `wrote ${path}, and ${schemaFile} beside it for editors; run it with: trnsim run ${path}`,
      );
    });
}

function isInteractive(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/** Asks for what the flags would have said; undefined when the person gives up. */
async function ask(catalog: Catalog): Promise<Omit<InitFlags, "plugin"> | undefined> {
  const names = (of: readonly { name: string }[]) => of.map(({ name }) => ({ value: name, label: name }));
  const kind = await select({
    message: "What is the question about?",
    options: Object.entries(startersOf(catalog)).flatMap(([value, { asked: label }]) =>
      label === undefined ? [] : [{ value, label }],
    ),
  });
  if (isCancel(kind)) return undefined;
  const document = parseDocument(startersOf(catalog)[kind]?.text ?? "");
  const instance = await select({
    message: "On what?",
    options: names(catalog.instances),
    initialValue: "trn2.48xlarge",
    maxItems: 12,
  });
  if (isCancel(instance)) return undefined;
  const count = await text({
    message: "How many of them?",
    initialValue: String(document.getIn(["cluster", "count"])),
  });
  if (isCancel(count)) return undefined;
  const model = await select({
    message: "Which model?",
    options: names(catalog.models),
    initialValue: String(document.get("model")),
    maxItems: 12,
  });
  return isCancel(model) ? undefined : { kind, instance, count, model };
}

/** The starter with the flags' values in it. Throws a `ScenarioError` with all that are not known. */
function starterText(flags: Omit<InitFlags, "plugin">, catalog: Catalog, path: string): string {
  const kind = flags.kind ?? usualKind;
  const known = startersOf(catalog);
  const starter = Object.hasOwn(known, kind) ? known[kind] : undefined;
  const problems = [
    unknown("--kind", kind, Object.keys(known)),
    unknown(
      "--instance",
      flags.instance,
      catalog.instances.map(({ name }) => name),
    ),
    starter !== undefined && flags.model !== undefined && !namesModel(starter)
      ? [{ path: "--model", found: `"${flags.model}"`, expected: `none: ${kind} has no model for the whole` }]
      : [],
    flags.model !== undefined && isModelFile(flags.model)
      ? []
      : unknown(
          "--model",
          flags.model,
          catalog.models.map(({ name }) => name),
        ),
  ].flat();
  if (problems.length > 0 || starter === undefined) throw new ScenarioError(problems);
  const document = parseDocument(starter.text);
  if (flags.count !== undefined) document.setIn(["cluster", "count"], positiveCount(flags.count, "--count"));
  if (flags.instance !== undefined || flags.model !== undefined) {
    if (flags.instance !== undefined) document.setIn(["cluster", "instance"], flags.instance);
    if (flags.model !== undefined) document.setIn(["model"], modelValue(flags.model, path));
    fitOtherHardware(document, kind, starter);
  }
  return document.toString({ lineWidth: 0 });
}

/** A model as the scenario at `path` names it: a file by its way from there. Reading it shows what is wrong with it. */
function modelValue(model: string, path: string): string | { huggingface: string; name: string } {
  if (!isModelFile(model)) return model;
  modelFromFile(model, modelName(model), readText);
  const way = relative(dirname(resolve(path)), resolve(model));
  return { huggingface: way.startsWith(".") ? way : `./${way}`, name: modelName(model) };
}

const namesModel = ({ text }: Starter) => /^model:/m.test(text);

/** What the starter says of its own hardware and model does not hold for others. */
function fitOtherHardware(document: Document, kind: string, { elsewhere }: Starter): void {
  document.setIn(["name"], `my-${kind}`);
  document.deleteIn(["description"]);
  const instance = String(document.getIn(["cluster", "instance"]));
  for (const [path, value] of Object.entries(elsewhere?.(instance) ?? {})) {
    const keys = path.split(".").map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    if (value === undefined) document.deleteIn(keys);
    else document.setIn(keys, value);
  }
}

function unknown(path: string, value: string | undefined, names: readonly string[]) {
  if (value === undefined || names.includes(value)) return [];
  const few = names.length <= 3;
  return [
    {
      path,
      found: `"${value}"`,
      expected: few ? names.join(" or ") : "a name of the catalog",
      nearest: nearest(value, names),
    },
  ];
}
