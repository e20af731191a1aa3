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
import { type CommonFlags, processConsole } from "../console.ts";
import { exitCodes } from "../exit-codes.ts";
import { modelName, readText, writeText } from "../files.ts";
import { positiveCount } from "../flag-values.ts";
import { type StarterKind, starters } from "../starters.ts";
import { schemaFile, schemaText } from "./schema.ts";

interface InitFlags extends CommonFlags {
  kind?: string;
  instance?: string;
  count?: string;
  model?: string;
  force?: boolean;
}

const otherKinds = Object.keys(starters).filter((kind) => kind !== "inference");

/** Gives the command its flags and what it does. */
export function defineInitCommand(command: Command, catalog: Catalog): void {
  command
    .option("--kind <kind>", `inference (the default), ${otherKinds.join(", ")}`)
    .option("--instance <name>", "instance type or UltraServer")
    .option("--count <number>", "instances")
    .option("--model <name>", "model of the catalog, or a config.json")
    .option("--force", "overwrite the file")
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
      const isSilent = given.kind === undefined && given.instance === undefined && given.model === undefined;
      const flags = isSilent && file === undefined && isInteractive() ? await ask(catalog) : given;
      if (flags === undefined) {
        process.exitCode = exitCodes.badInput;
        return;
      }
      writeText(
        path,
        `# yaml-language-server: $schema=./${schemaFile}\n${starterText(flags, catalog, path)}`,
      );
      writeText(join(dirname(path), schemaFile), schemaText(catalog));
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
async function ask(catalog: Catalog): Promise<InitFlags | undefined> {
  const names = (of: readonly { name: string }[]) => of.map(({ name }) => ({ value: name, label: name }));
  const kind = await select({
    message: "What is the question about?",
    options: [
      { value: "inference", label: "serving a model" },
      { value: "training", label: "training a model" },
    ],
  });
  if (isCancel(kind)) return undefined;
  const instance = await select({
    message: "On what?",
    options: names(catalog.instances),
    initialValue: "trn2.48xlarge",
    maxItems: 12,
  });
  if (isCancel(instance)) return undefined;
  const count = await text({ message: "How many of them?", initialValue: kind === "training" ? "16" : "1" });
  if (isCancel(count)) return undefined;
  const model = await select({
    message: "Which model?",
    options: names(catalog.models),
    initialValue: kind === "training" ? "llama-3.1-8b" : "llama-3.1-70b",
    maxItems: 12,
  });
  return isCancel(model) ? undefined : { kind, instance, count, model };
}

/** The starter with the flags' values in it. Throws a `ScenarioError` with all that are not known. */
function starterText(flags: InitFlags, catalog: Catalog, path: string): string {
  const kind = flags.kind ?? "inference";
  const problems = [
    unknown("--kind", kind, Object.keys(starters)),
    unknown(
      "--instance",
      flags.instance,
      catalog.instances.map(({ name }) => name),
    ),
    kind in starters && flags.model !== undefined && !namesModel(kind as StarterKind)
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
  if (problems.length > 0) throw new ScenarioError(problems);
  const document = parseDocument(starters[kind as StarterKind]);
  if (flags.count !== undefined) document.setIn(["cluster", "count"], positiveCount(flags.count, "--count"));
  if (flags.instance !== undefined || flags.model !== undefined) {
    if (flags.instance !== undefined) document.setIn(["cluster", "instance"], flags.instance);
    if (flags.model !== undefined) document.setIn(["model"], modelValue(flags.model, path));
    fitOtherHardware(document, kind as StarterKind);
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

const namesModel = (kind: StarterKind) => /^model:/m.test(starters[kind]);

/** What the starter says of its own hardware and model does not hold for others. */
function fitOtherHardware(document: Document, kind: StarterKind): void {
  const ownName = kind === "inference" ? "serving" : kind;
  document.setIn(["name"], `my-${ownName}`);
  document.deleteIn(["description"]);
  if (kind === "training") document.deleteIn(["workload", "parallelism", "tensor"]);
  if (kind === "roll-out")
    document.setIn(["workload", "serving", "pools", 0, "instance"], document.getIn(["cluster", "instance"]));
  if (kind !== "inference") return;
  document.deleteIn(["cluster", "software"]);
  document.setIn(["workload", "parallelism", "tensor"], "auto");
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
