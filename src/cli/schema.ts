/** `trnsim schema`: the JSON Schema of scenario files, for editors. */
import type { Command } from "commander";
import { type Catalog, catalogSchema } from "../catalog.ts";
import { jsonText } from "../report/json.ts";
import { scenarioJsonSchema } from "../scenario/schema.ts";
import { processConsole } from "./console.ts";
import { readText } from "./files.ts";

/** Gives the command its flags and what it does. */
export function defineSchemaCommand(command: Command, catalog: Catalog): void {
  command.addHelpText("after", "\nExamples:\n  $ trnsim schema > scenario.schema.json").action(() => {
    processConsole({}).print(jsonText(scenarioJsonSchema(catalogSchema(catalog, readText))));
  });
}
