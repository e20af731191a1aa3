/** `trnsim page OUT.html`: the what-if page, one file that simulates in the browser and needs no network. */
import type { Command } from "commander";
import type { Catalog } from "../../catalog.ts";
import { type CommonFlags, processConsole } from "../console.ts";
import { writeText } from "../files.ts";
import { whatIfText } from "../what-if.ts";

/** Gives the command its flags and what it does. */
export function definePageCommand(command: Command, catalog: Catalog): void {
  command
    .addHelpText(
      "after",
      `
Examples:
  $ trnsim page what-if.html        # then open it in a browser`,
    )
    .action((file: string, _, called: Command) => {
      writeText(file, whatIfText(catalog));
      processConsole(called.optsWithGlobals<CommonFlags>()).note(`wrote ${file}`);
    });
}
