/** `trnsim validate [CSV...]`: predictions against measurements; without files, those that the repository ships. */
import { basename } from "node:path";
import type { Command } from "commander";
import { stringify } from "yaml";
import { ScenarioError } from "../base/errors.ts";
import type { Catalog } from "../catalog.ts";
import { validationPage } from "../report/html/validation-page.ts";
import { jsonText } from "../report/json.ts";
import { theoryText } from "../report/theory-text.ts";
import { validationText } from "../report/validation-text.ts";
import type { SoftwareProfile } from "../timing/software-profile.ts";
import { shippedMeasurements } from "../validation/measurements.ts";
import { theoryChecks } from "../validation/theory.ts";
import { rowScenario, validate } from "../validation/validate.ts";
import { type CommonFlags, processConsole } from "./console.ts";
import { exitCodes } from "./exit-codes.ts";
import { readText, writeText } from "./files.ts";
import { aboutText, pageScripts } from "./html-report.ts";
import { measurementLayout } from "./measurement-layout.ts";
import { scenarioFrom } from "./scenario-flags.ts";
import { runEntry } from "./simulations.ts";

/** Gives the command its flags and what it does. */
export function defineValidateCommand(command: Command, catalog: Catalog): void {
  command
    .option("--all", "count superseded and implausible rows (canonical = 0) too")
    .option("--totals", "print the totals only")
    .option("--show <id>", "print the scenario of a row of the one file given, which run takes as it is")
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
    .action((paths: string[], _, called: Command) => {
      const flags = called.optsWithGlobals<
        CommonFlags & { all?: boolean; theory?: boolean; totals?: boolean; html?: string; show?: string }
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
      const known = {
        ...catalog,
        simulate: (written: object, profile?: SoftwareProfile) => simulateWritten(written, profile, catalog),
      };
      if (flags.show !== undefined) {
        if (files.length !== 1) {
          throw new ScenarioError([{ path: "--show", expected: "one file of measurements beside it" }]);
        }
        const scenario = rowScenario(files[0], flags.show, known);
        console.print(flags.json ? jsonText(scenario) : stringify(scenario, { flowCollectionPadding: true }));
        return;
      }
      const bar = console.progress(files.length, "files");
      const validation = validate(files, known, { all: flags.all, onProgress: (done) => bar.update(done) });
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

/** The summary of a scenario that a row became, priced by `profile` where its text names it. */
function simulateWritten(written: object, profile: SoftwareProfile | undefined, catalog: Catalog) {
  const entry = scenarioFrom(written, catalog);
  const { cluster } = entry.scenario;
  const software = cluster.software && profile ? profile : cluster.software;
  return runEntry({ ...entry, scenario: { ...entry.scenario, cluster: { ...cluster, software } } }, catalog)
    .summary;
}
