/** `trnsim calibrate CSV... --profile NAME --fit CONSTANTS`: fit a software profile to measured rows. */
import { basename } from "node:path";
import type { Command } from "commander";
import { parse } from "yaml";
import { type Problem, ScenarioError } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";
import type { Catalog } from "../catalog.ts";
import { instanceChoice } from "../hardware/instance-choice.ts";
import { calibrationText } from "../report/calibration-text.ts";
import { jsonText } from "../report/json.ts";
import { kernelFitsText } from "../report/kernel-fits-text.ts";
import { type ConstantName, constantNames, scenarioName } from "../timing/constants.ts";
import { calibrate, writtenSoftware } from "../validation/calibrate.ts";
import { calibrateKernels } from "../validation/calibrate-kernels.ts";
import { type CommonFlags, processConsole } from "./console.ts";
import { readText, writeText } from "./files.ts";
import { measurementLayout } from "./measurement-layout.ts";

interface CalibrateFlags extends CommonFlags {
  profile?: string;
  fit?: string;
  kernels?: boolean;
  metric?: string;
  name: string;
  out?: string;
  instance?: string;
}

/** Gives the command its flags and what it does. */
export function defineCalibrateCommand(command: Command, catalog: Catalog): void {
  command
    .option("--profile <name>", "software profile to start from")
    .option("--fit <constants>", "constants to fit, such as weightBandwidthEfficiency,layerOverhead")
    .option("--kernels", "fit the kernels of a file of operator timings instead, by library and chip")
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
      const missing = (["profile", "fit"] as const).filter((flag) => flags[flag] === undefined);
      if (missing.length > 0) {
        throw new ScenarioError(
          missing.map((flag) => ({ path: `--${flag}`, expected: "a value, or --kernels instead" })),
        );
      }
      const profile = catalog.profiles.find(({ name }) => name === flags.profile);
      const names = constantsOf(flags.fit as string);
      if (profile === undefined) {
        const known = catalog.profiles.map(({ name }) => name);
        throw unknown("--profile", flags.profile as string, known);
      }
      const own = flags.instance === undefined ? [] : [ownInstance(flags.instance, catalog)];
      const files = paths.map((path) => ({ name: basename(path), text: readText(path) }));
      const instances = [...own, ...catalog.instances];
      const calibration = calibrate(
        files,
        profile,
        names,
        { ...catalog, instances },
        flags.metric?.split(","),
      );
      const software = writtenSoftware(calibration, flags.name);
      if (flags.out !== undefined) {
        writeText(flags.out, jsonText(software));
        console.note(`wrote ${flags.out}; use it with: --set cluster.software="$(cat ${flags.out})"`);
      }
      const { profile: _fitted, ...rest } = calibration;
      if (flags.json) console.print(jsonText({ schema: "trnsim.calibration/1", software, ...rest }));
      else console.print(calibrationText(calibration, console.style));
    });
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
