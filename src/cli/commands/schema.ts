/** `trnsim schema`: the JSON Schema of scenario files, for editors. */
import type { Command } from "commander";
import type { Catalog } from "../../catalog.ts";
import { jsonText } from "../../report/json.ts";
import { editorSchema } from "../../scenario/json-schema.ts";
import { processConsole } from "../console.ts";
import { pluginFiles, pluginFlag, withPlugins } from "../plugins.ts";
import { schemaOf } from "../scenario-schema.ts";

/** What the schema is called beside a scenario. */
export const schemaFile = "scenario.schema.json";

/** The schema as text. */
export function schemaText(catalog: Catalog): string {
  const kinds = catalog.workloads.map(({ name }) => name);
  return jsonText(editorSchema(schemaOf(catalog).schema, kinds));
}

/** Gives the command its flags and what it does. */
export function defineSchemaCommand(command: Command, catalog: Catalog): void {
  command
    .option(...pluginFlag)
    .addHelpText(
      "after",
      `
Examples:
  $ trnsim schema > ${schemaFile}
  $ trnsim schema --plugin ./my-router.ts > ${schemaFile}   # with its options
  and as the first line of a scenario: # yaml-language-server: $schema=./${schemaFile}`,
    )
    .action(async (_, called: Command) => {
      const { plugin } = called.optsWithGlobals<{ plugin: string[] }>();
      processConsole({}).print(schemaText(await withPlugins(catalog, pluginFiles(plugin))));
    });
}
