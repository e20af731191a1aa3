/**
 * Baseline checks as JUnit XML: a test suite a scenario, a test case a variant with the time its simulation took,
 * whose failure leads with the worst figure.
 */
import { XMLBuilder } from "fast-xml-parser";
import type { BaselineReport } from "../../study/baseline.ts";
import { differenceText, movedTexts } from "./baseline-text.ts";

/** A variant that was simulated, and how long that took. */
export interface TimedVariant {
  variant: string;
  seconds: number;
}

/** The XML document, with a final line end. */
export function baselineJunit(
  reports: readonly BaselineReport[],
  variantsOf: (scenario: string) => readonly TimedVariant[],
): string {
  const suites = reports.map((report) => suiteOf(report, variantsOf(report.scenario)));
  const sum = (of: (suite: (typeof suites)[number]) => number) =>
    suites.reduce((total, suite) => total + of(suite), 0);
  const builder = new XMLBuilder({ ignoreAttributes: false, format: true, suppressEmptyNode: true });
  return builder.build({
    "?xml": { "@_version": "1.0", "@_encoding": "UTF-8" },
    testsuites: {
      "@_name": "trnsim check",
      "@_tests": sum((suite) => suite["@_tests"]),
      "@_failures": sum((suite) => suite["@_failures"]),
      "@_time": secondsText(sum((suite) => Number(suite["@_time"]))),
      testsuite: suites,
    },
  });
}

function suiteOf(report: BaselineReport, variants: readonly TimedVariant[]) {
  const moved = movedTexts(report);
  const cases = variants.map(({ variant, seconds }) => {
    const own = report.differences.filter((each) => each.variant === variant && each.fails);
    const isMissing = report.differences.length === 0 && !report.passed;
    const texts = isMissing ? report.warnings : own.map(differenceText);
    const details = [...texts, ...moved.filter((text) => text.startsWith(`${variant}  `))].join("\n");
    return {
      "@_classname": report.scenario,
      "@_name": variant,
      "@_time": secondsText(seconds),
      ...(texts.length > 0 && {
        failure: { "@_message": leadOf(texts), "@_type": "difference", "#text": details },
      }),
    };
  });
  return {
    "@_name": report.scenario,
    "@_tests": cases.length,
    "@_failures": cases.filter((each) => "failure" in each).length,
    "@_time": secondsText(variants.reduce((sum, { seconds }) => sum + seconds, 0)),
    testcase: cases,
  };
}

/** The worst, and how many there are beside it. */
function leadOf([worst, ...others]: readonly string[]): string {
  return others.length === 0 ? `${worst}` : `${worst}; and ${others.length} more`;
}

function secondsText(seconds: number): string {
  return seconds.toFixed(3);
}
