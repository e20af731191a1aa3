/** `trnsim validate [CSV...]`: predictions against measurements; without files, those that the repository ships. */
import { type Command, Option } from "commander";
import { stringify } from "yaml";
import { ScenarioError } from "../../base/errors.ts";
import type { Catalog } from "../../catalog.ts";
import { validationPage } from "../../report/html/validation-page.ts";
import { jsonText } from "../../report/json.ts";
import { leftOutKernelsText, leftOutText } from "../../report/text/left-out-text.ts";
import { theoryText } from "../../report/text/theory-text.ts";
import { validationText } from "../../report/text/validation-text.ts";
import { type Grouping, groupings } from "../../timing/evidence.ts";
import { accuracyOf } from "../../validation/evidence/accuracy.ts";
import { leftOutKernels } from "../../validation/evidence/left-out-kernels.ts";
import { insideShare, leftOutRows } from "../../validation/evidence/left-out-rows.ts";
import { theoryChecks } from "../../validation/theory.ts";
import { rowQuestion, validate } from "../../validation/validate.ts";
import { accuracyParts, changesSince, changesText } from "../accuracy.ts";
import { type CommonFlags, processConsole } from "../console.ts";
import { exitCodes } from "../exit-codes.ts";
import { writeText } from "../files.ts";
import { pageScripts } from "../html-report.ts";
import { fileOfRow, measurementFiles } from "../measurement-files.ts";
import { measurementLayout } from "../measurement-layout.ts";
import { simulating } from "../simulate-written.ts";

interface ValidateFlags extends CommonFlags {
  all?: boolean;
  theory?: boolean;
  totals?: boolean;
  html?: string;
  show?: string;
  baseline?: string;
  update?: boolean;
  leftOut?: Grouping;
}

/** Gives the command its flags and what it does. */
export function defineValidateCommand(command: Command, catalog: Catalog): void {
  command
    .option("--all", "count superseded and implausible rows (canonical = 0) too")
    .option("--totals", "print the totals only")
    .option(
      "--show <id>",
      "print the scenario of a row of the files given or shipped, which run takes as it is, or the command that asks for the same",
    )
    .addOption(
      new Option("--left-out <group>", "print the errors of software whose fits saw none of a group, as kept")
        .choices(groupings)
        .conflicts(["show", "theory", "all", "totals", "html", "baseline", "update"]),
    )
    .addOption(
      new Option("--theory", "ask for known answers instead: queueing, collectives, memory").conflicts([
        "show",
        "all",
        "totals",
        "html",
        "baseline",
        "update",
      ]),
    )
    .option(
      "--html <file>",
      "write the accuracy page: groups left out, by chip, stack, model and load, worst rows, changes",
    )
    .option("--baseline <file>", "tell what changed since the scores in this file were accepted")
    .option("--update", "write the scores to that file instead")
    .addHelpText(
      "after",
      `
${measurementLayout}

Examples:
  $ trnsim validate --totals
  $ trnsim validate measured.csv --html measured.html
  $ trnsim validate --left-out model
  $ trnsim validate --theory`,
    )
    .action((paths: string[], _, called: Command) => {
      const flags = called.optsWithGlobals<ValidateFlags>();
      const console = processConsole(flags);
      if (flags.theory) {
        if (paths.length > 0)
          throw new ScenarioError([
            { path: "--theory", found: paths.join(" "), expected: "no files beside it" },
          ]);
        const checks = theoryChecks(catalog.models);
        console.print(
          flags.json ? jsonText({ schema: "trnsim.theory/1", checks }) : theoryText(checks, console.style),
        );
        if (checks.some(({ passed }) => !passed)) process.exitCode = exitCodes.checkFailed;
        return;
      }
      if (flags.leftOut !== undefined) {
        printLeftOut(flags.leftOut, paths, flags, catalog);
        return;
      }
      const files = measurementFiles(paths);
      const known = simulating(catalog);
      if (flags.show !== undefined) {
        const question = rowQuestion(fileOfRow(files, flags.show), flags.show, known);
        if ("command" in question) console.print(flags.json ? jsonText(question) : question.command);
        else
          console.print(
            flags.json
              ? jsonText(question.scenario)
              : stringify(question.scenario, { flowCollectionPadding: true }),
          );
        return;
      }
      const bar = console.progress(files.length, "files");
      const validation = validate(files, known, { all: flags.all, onProgress: (done) => bar.update(done) });
      bar.stop();
      const isShipped = paths.length === 0;
      const accuracy = accuracyOf(validation, isShipped ? leftOutRows(catalog.profiles, "model") : []);
      if (flags.update) {
        if (flags.baseline === undefined)
          throw new ScenarioError([{ path: "--update", expected: "--baseline FILE beside it" }]);
        writeText(flags.baseline, jsonText(accuracy));
        console.note(`wrote ${flags.baseline}`);
      }
      const changes =
        flags.baseline === undefined || flags.update ? undefined : changesSince(flags.baseline, accuracy);
      if (flags.html !== undefined) {
        const parts = accuracyParts(validation, { files, catalog, isShipped });
        writeText(flags.html, validationPage(validation, { ...parts, changes }, pageScripts()));
        console.note(`wrote ${flags.html}`);
      }
      console.print(
        flags.json
          ? jsonText(changes ? { ...validation, changes } : validation)
          : validationText(validation, console.style, flags.totals ?? false),
      );
      if (changes && !flags.json) console.print(changesText(changes));
      if (validation.floor_violations.length > 0) process.exitCode = exitCodes.checkFailed;
    });
}

/** Prints what software showed on groups left out, as kept; of chips left out also what kernels do, found anew in the files. */
function printLeftOut(
  grouping: Grouping,
  paths: readonly string[],
  flags: ValidateFlags,
  catalog: Catalog,
): void {
  const console = processConsole(flags);
  const rows = leftOutRows(catalog.profiles, grouping);
  const kernels = grouping === "chip" ? leftOutKernels(measurementFiles(paths), catalog) : [];
  if (flags.json) {
    console.print(jsonText({ schema: "trnsim.left-out/1", rows, kernels }));
    return;
  }
  console.print(leftOutText(rows, insideShare(rows), grouping, console.style));
  if (kernels.length > 0) console.print(`\n${leftOutKernelsText(kernels, console.style)}`);
}
