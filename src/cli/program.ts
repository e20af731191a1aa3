/** The command line, assembled: one file a command. */
import { Command } from "commander";
import { version } from "../base/version.ts";
import { catalog } from "../catalog.ts";
import { addCalibrateCommand } from "./calibrate.ts";
import { addCatalogCommand } from "./catalog.ts";
import { addCheckCommand } from "./check.ts";
import { addCollectiveCommand } from "./collective.ts";
import { addCompareCommand } from "./compare.ts";
import { addCompletionCommand } from "./completion.ts";
import { addEstimateCommand } from "./estimate.ts";
import { addInitCommand } from "./init.ts";
import { addPlanCommand } from "./plan.ts";
import { addRunCommand } from "./run.ts";
import { addSchemaCommand } from "./schema.ts";
import { addSweepCommand } from "./sweep.ts";
import { addTopologyCommand } from "./topology.ts";
import { addValidateCommand } from "./validate.ts";

/** The program with all its commands. */
export function makeProgram(): Command {
  const program = new Command("trnsim")
    .description("Discrete-event simulator of accelerator clusters: throughput, latency and cost.")
    .version(version)
    .option("--json", "print the machine-readable result on stdout and nothing else there")
    .option("--quiet", "no remarks on stderr")
    .option("--no-color", "no colour")
    .showHelpAfterError();
  addRunCommand(program, catalog);
  addCompareCommand(program, catalog);
  addPlanCommand(program, catalog);
  addSweepCommand(program, catalog);
  addEstimateCommand(program, catalog);
  addCheckCommand(program, catalog);
  addValidateCommand(program, catalog);
  addCalibrateCommand(program, catalog);
  addCollectiveCommand(program, catalog);
  addTopologyCommand(program, catalog);
  addCatalogCommand(program, catalog);
  addInitCommand(program, catalog);
  addCompletionCommand(program);
  addSchemaCommand(program, catalog);
  return program;
}
