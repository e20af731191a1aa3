/** `trnsim validate [CSV...]`: predictions against measurements; without files, those that the repository ships. */
import { basename } from "node:path";
import type { Command } from "commander";
import type { Catalog } from "../catalog.ts";
import { validationPage } from "../report/html/validation-page.ts";
import { jsonText } from "../report/json.ts";
import { theoryText } from "../report/theory-text.ts";
import { validationText } from "../report/validation-text.ts";
import { shippedMeasurements } from "../validation/measurements.ts";
import { theoryChecks } from "../validation/theory.ts";
import { validate } from "../validation/validate.ts";
import { type CommonFlags, processConsole } from "./console.ts";
import { exitCodes } from "./exit-codes.ts";
import { readText, writeText } from "./files.ts";
import { aboutText, pageScripts } from "./html-report.ts";
import { measurementLayout } from "./measurement-layout.ts";

/** Adds the command to `program`. */
export function addValidateCommand(program: Command, catalog: Catalog): void {
  program
    .command("validate [csv...]")
    .description("predict published measurements and score the predictions; without files, the shipped ones")
    .option("--all", "count superseded and implausible rows (canonical = 0) too")
    .option("--totals", "print the totals only")
    .option("--theory", "ask for known answers instead: queueing, collectives, memory")
    .option("--html <file>", "write predicted against measured as a page")
    .addHelpText(
      "after",
      `
${measurementLayout}

Examples:
  $ trnsim validate --totals
  $ trnsim validate measured.csv --html measured.html
  $ trnsim validate --theory`,
    )
    .action((paths: string[], _, command: Command) => {
      const flags = command.optsWithGlobals<
        CommonFlags & { all?: boolean; theory?: boolean; totals?: boolean; html?: string }
      >();
      const console = processConsole(flags);
      if (flags.theory) {
        const checks = theoryChecks(catalog.models);
        console.print(
          flags.json ? jsonText({ schema: "trnsim.theory/1", checks }) : theoryText(checks, console.style),
        );
        if (checks.some(({ passed }) => !passed)) process.exitCode = exitCodes.checkFailed;
        return;
      }
      const files =
        paths.length > 0
          ? paths.map((path) => ({ name: basename(path), text: readText(path) }))
          : shippedMeasurements;
      const bar = console.progress(files.length, "files");
      const validation = validate(files, catalog, { all: flags.all, onProgress: (done) => bar.update(done) });
      bar.stop();
      if (flags.html !== undefined) {
        writeText(flags.html, validationPage(validation, aboutText(), pageScripts()));
        console.note(`wrote ${flags.html}`);
      }
      console.print(
        flags.json ? jsonText(validation) : validationText(validation, console.style, flags.totals ?? false),
      );
      if (validation.floor_violations.length > 0) process.exitCode = exitCodes.checkFailed;
    });
}
