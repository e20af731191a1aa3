/** `trnsim calibrate CSV... --profile NAME --fit CONSTANTS`: fit a software profile to measured rows. */
import { basename } from "node:path";
import type { Command } from "commander";
import { parse } from "yaml";
import { type Problem, ScenarioError } from "../../base/errors.ts";
import { nearest } from "../../base/nearest.ts";
import type { Catalog } from "../../catalog.ts";
import { instanceChoice } from "../../hardware/instance-choice.ts";
import { jsonText } from "../../report/json.ts";
import { calibrationText } from "../../report/text/calibration-text.ts";
import { kernelFitsText } from "../../report/text/kernel-fits-text.ts";
import { type ConstantName, constantNames, scenarioName } from "../../timing/constants.ts";
import { evidenceFrom } from "../../validation/evidence/evidence-from-errors.ts";
import { evidenceText } from "../../validation/evidence/evidence-text.ts";
import { leftOutErrors } from "../../validation/evidence/left-out.ts";
import { withOtherSoftware } from "../../validation/evidence/other-software.ts";
import { calibrate, writtenSoftware } from "../../validation/fit/calibrate.ts";
import { calibrateKernels } from "../../validation/fit/calibrate-kernels.ts";
import { type CommonFlags, processConsole } from "../console.ts";
import { readText, writeText } from "../files.ts";
import { measurementFiles } from "../measurement-files.ts";
import { measurementLayout } from "../measurement-layout.ts";
import { simulating } from "../simulate-written.ts";

interface CalibrateFlags extends CommonFlags {
  profile?: string;
  fit?: string;
  kernels?: boolean;
  leftOut?: boolean;
  metric?: string;
  name: string;
  out?: string;
  instance?: string;
}

/** Gives the command its flags and what it does. */
export function defineCalibrateCommand(command: Command, catalog: Catalog): void {
  command
    .option("--profile <name>", "software profile to start from")
    .option(
      "--fit <constants>",
      "constants to fit, such as weightBandwidthEfficiency,layerOverhead; those that the profile was fitted by when absent",
    )
    .option("--kernels", "fit the kernels of a file of operator timings instead, by library and chip")
    .option(
      "--left-out",
      "fit every profile again without each model, chip, source and fifth of the rows; print what error bands rest on",
    )
    .option("--metric <columns>", "measured columns to fit on, such as tpot_p50_ms; all when absent")
    .option("--name <name>", "name of the fitted profile", "calibrated")
    .option(
      "--instance <yaml>",
      "your own hardware, as under cluster.instance; rows name it in their instance column",
    )
    .option("--out <file>", "write the profile, to be used as `software` in a scenario")
    .addHelpText(
      "after",
      `
${measurementLayout}

Examples:
  $ trnsim calibrate points.csv --profile nxdi --fit weightBandwidthEfficiency,layerOverhead --out mine.json
  $ trnsim calibrate --profile vllm
  $ trnsim calibrate --left-out --out evidence.csv
  $ trnsim calibrate operators.csv --kernels --json`,
    )
    .action((paths: string[], _, called: Command) => {
      const flags = called.optsWithGlobals<CalibrateFlags>();
      const console = processConsole(flags);
      if (flags.kernels) {
        const fits = paths.flatMap((path) =>
          calibrateKernels({ name: basename(path), text: readText(path) }, catalog),
        );
        console.print(
          flags.json
            ? jsonText({ schema: "trnsim.kernels/1", kernels: fits })
            : kernelFitsText(fits, console.style),
        );
        return;
      }
      if (flags.leftOut) printLeftOut(paths, flags, catalog);
      else printCalibration(paths, flags, catalog);
    });
}

/** Prints what groups left out of the fits show, as the text that `src/timing/measured-evidence.ts` keeps. */
function printLeftOut(paths: readonly string[], flags: CalibrateFlags, catalog: Catalog): void {
  const console = processConsole(flags);
  const files = measurementFiles(paths);
  const able = simulating(catalog);
  const errors = leftOutErrors(files, able, (profile) => console.note(profile));
  const evidence = evidenceFrom(withOtherSoftware(errors, files, able));
  const text = evidenceText(evidence);
  if (flags.out !== undefined) writeText(flags.out, text);
  const profiles = Object.fromEntries(evidence);
  console.print(flags.json ? jsonText({ schema: "trnsim.evidence/1", profiles }) : text);
}

function printCalibration(paths: readonly string[], flags: CalibrateFlags, catalog: Catalog): void {
  const console = processConsole(flags);
  const profile = catalog.profiles.find(({ name }) => name === flags.profile);
  if (flags.profile === undefined) {
    throw new ScenarioError([{ path: "--profile", expected: "a value, or --kernels or --left-out instead" }]);
  }
  if (profile === undefined) {
    const known = catalog.profiles.map(({ name }) => name);
    throw unknown("--profile", flags.profile, known);
  }
  const names = flags.fit === undefined ? (profile.fit?.fitted ?? []) : constantsOf(flags.fit);
  if (names.length === 0) {
    const found = `${profile.name}, which was fitted to nothing`;
    throw new ScenarioError([{ path: "--fit", found, expected: "constants to fit" }]);
  }
  const own = flags.instance === undefined ? [] : [ownInstance(flags.instance, catalog)];
  const known = { ...simulating(catalog), instances: [...own, ...catalog.instances] };
  const calibration = calibrate(measurementFiles(paths), profile, names, known, {
    metrics: flags.metric?.split(","),
    ownRowsOnly: paths.length === 0,
  });
  const software = writtenSoftware(calibration, flags.name);
  if (flags.out !== undefined) {
    writeText(flags.out, jsonText(software));
    console.note(`wrote ${flags.out}; use it with: --set cluster.software="$(cat ${flags.out})"`);
  }
  const { profile: _fitted, ...rest } = calibration;
  if (flags.json) console.print(jsonText({ schema: "trnsim.calibration/1", software, ...rest }));
  else console.print(calibrationText(calibration, console.style));
}

function constantsOf(text: string): ConstantName[] {
  return text.split(",").map((each) => {
    const written = each.trim();
    const name = constantNames.find((known) => known === written || scenarioName(known) === written);
    if (name === undefined) throw unknown("--fit", written, constantNames.map(scenarioName));
    return name;
  });
}

function ownInstance(text: string, catalog: Catalog) {
  const parsed = instanceChoice(catalog).safeParse(parse(text));
  if (parsed.success) return parsed.data;
  throw new ScenarioError(
    parsed.error.issues.map(
      (issue): Problem => ({
        path: ["--instance", ...issue.path].join("."),
        expected: issue.message,
      }),
    ),
  );
}

function unknown(flag: string, found: string, names: readonly string[]): ScenarioError {
  const expected = `one of ${names.join(", ")}`;
  return new ScenarioError([{ path: flag, found: `"${found}"`, expected, nearest: nearest(found, names) }]);
}
