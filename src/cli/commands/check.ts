/** `trnsim check FILE... --baseline DIR`: the gate for CI. Differences beyond the tolerance exit 1; `--update` accepts them. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import type { Catalog } from "../../catalog.ts";
import { baselineAnnotations } from "../../report/baseline/baseline-annotations.ts";
import { baselineJunit } from "../../report/baseline/baseline-junit.ts";
import { baselineMarkdown } from "../../report/baseline/baseline-markdown.ts";
import { baselineText } from "../../report/baseline/baseline-text.ts";
import { unreadFiles } from "../../report/baseline/unread-file.ts";
import { jsonText } from "../../report/json.ts";
import {
  type Baseline,
  baselineOf,
  compareToBaseline,
  readBaseline,
  worstReportsFirst,
} from "../../study/baseline.ts";
import { metricsIn } from "../../study/summary-metrics.ts";
import { readTolerances } from "../../study/tolerance.ts";
import { processConsole } from "../console.ts";
import { exitCodes } from "../exit-codes.ts";
import { readText, writeText } from "../files.ts";
import { loadScenarios, type ScenarioFlags, tellLeftOut, withScenarioFlags } from "../scenario-flags.ts";
import { runEntries } from "../simulations.ts";

interface CheckFlags extends ScenarioFlags {
  baseline: string;
  tolerance: string[];
  allowBetter?: boolean;
  std?: boolean;
  update?: boolean;
  junit?: string;
  markdown?: string;
  github?: boolean;
}

/** Gives the command its flags and what it does. */
export function defineCheckCommand(command: Command, shipped: Catalog): void {
  const collect = (value: string, before: string[]) => [...before, value];
  withScenarioFlags(command)
    .option("--baseline <dir>", "folder with one baseline file a scenario", "results/baselines")
    .option(
      "--tolerance <limit>",
      "largest difference, 0.1% unless given: 2%, p99_ttft_ms=5%, or absolute as p99_ttft_ms=20 ms (repeatable)",
      collect,
      [],
    )
    .option("--allow-better", "differences for the better do not fail")
    .option("--std", "compare standard deviations (std_*) too, not only those that --tolerance names")
    .option("--update", "write the baselines instead of comparing")
    .option("--junit <file>", "write the result as JUnit XML")
    .option("--markdown <file>", "write the result as Markdown")
    .option("--github", "print annotations of GitHub Actions (by itself where GITHUB_ACTIONS is true)")
    .addHelpText(
      "after",
      `
Examples:
  $ trnsim check scenarios/*.yaml
  $ trnsim check scenarios/*.yaml --tolerance 2% --tolerance p99_ttft_ms=5% --junit check.xml
  $ trnsim check scenarios/*.yaml --update        # accept today's figures`,
    )
    .action(async (files: string[], _, called: Command) => {
      const flags = called.optsWithGlobals<CheckFlags>();
      const console = processConsole(flags);
      const { entries, catalog, problems } = await loadScenarios(files, flags, shipped, { goesOn: "always" });
      const unread = unreadFiles(problems);
      const runs = runEntries(entries, catalog, console);
      const summaries = runs.map(({ summary }) => summary);
      const names = [...new Set(summaries.map(({ scenario }) => scenario.name))];
      const current = names.map((name) =>
        baselineOf(summaries.filter(({ scenario }) => scenario.name === name)),
      );
      const fileOf = ({ scenario }: Baseline) => join(flags.baseline, `${scenario}.json`);
      const metrics = metricsIn(summaries);
      const tolerances = readTolerances(flags.tolerance, metrics);
      if (flags.update) {
        for (const baseline of current) writeText(fileOf(baseline), jsonText(baseline));
        console.note(
          `wrote ${current.length} baseline${current.length === 1 ? "" : "s"} to ${flags.baseline}`,
        );
        tellLeftOut(problems);
        return;
      }
      const options = {
        tolerances,
        allowBetter: flags.allowBetter ?? false,
        spreads: flags.std ?? false,
        metrics,
      };
      const reports = worstReportsFirst(
        current.map((baseline) => {
          const file = fileOf(baseline);
          const accepted = existsSync(file) ? readBaseline(readText(file), file) : undefined;
          return compareToBaseline(baseline, accepted, options);
        }),
      );
      const variantsOf = (name: string) =>
        runs
          .filter(({ summary }) => summary.scenario.name === name)
          .map(({ entry, wallSeconds }) => ({ variant: entry.variant, seconds: wallSeconds }));
      if (flags.junit) writeText(flags.junit, baselineJunit(reports, variantsOf, unread));
      if (flags.markdown) writeText(flags.markdown, `${baselineMarkdown(reports, unread)}\n`);
      if (flags.github ?? process.env.GITHUB_ACTIONS === "true") {
        const sourceOf = (name: string) =>
          entries.find(({ scenario }) => scenario.name === name)?.file ?? flags.baseline;
        for (const line of baselineAnnotations(reports, sourceOf, unread)) console.note(line);
      }
      if (flags.json) {
        const tolerance = { ...tolerances.general, by_metric: Object.fromEntries(tolerances.byMetric) };
        console.print(
          jsonText({ schema: "trnsim.check/1", tolerance, scenarios: reports, not_read: unread }),
        );
      } else console.print(baselineText(reports, console.style, unread));
      if (reports.some(({ passed }) => !passed)) process.exitCode = exitCodes.checkFailed;
      tellLeftOut(problems);
    });
}
