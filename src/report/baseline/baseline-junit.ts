/**
 * Baseline checks as JUnit XML: a test suite a scenario, a test case a variant with the time its simulation took,
 * whose failure leads with the worst figure. A file that could not be read is a suite with an error.
 */
import { XMLBuilder } from "fast-xml-parser";
import type { BaselineReport } from "../../study/baseline.ts";
import { differenceText, movedTexts } from "./baseline-text.ts";
import type { UnreadFile } from "./unread-file.ts";

/** A variant that was simulated, and how long that took. */
export interface TimedVariant {
  variant: string;
  seconds: number;
}

/** The XML document, with a final line end. */
export function baselineJunit(
  reports: readonly BaselineReport[],
  variantsOf: (scenario: string) => readonly TimedVariant[],
  unread: readonly UnreadFile[] = [],
): string {
  const suites = [
    ...unread.map(brokenSuiteOf),
    ...reports.map((report) => suiteOf(report, variantsOf(report.scenario))),
  ];
  const sum = (of: (suite: (typeof suites)[number]) => number) =>
    suites.reduce((total, suite) => total + of(suite), 0);
  const builder = new XMLBuilder({ ignoreAttributes: false, format: true, suppressEmptyNode: true });
  return builder.build({
    "?xml": { "@_version": "1.0", "@_encoding": "UTF-8" },
    testsuites: {
      "@_name": "trnsim check",
      "@_tests": sum((suite) => suite["@_tests"]),
      "@_failures": sum((suite) => suite["@_failures"]),
      "@_errors": unread.length,
      "@_time": secondsText(sum((suite) => Number(suite["@_time"]))),
      testsuite: suites,
    },
  });
}

function brokenSuiteOf({ file, texts }: UnreadFile) {
  const error = { "@_message": leadOf(texts), "@_type": "bad input", "#text": texts.join("\n") };
  return {
    "@_name": file,
    "@_tests": 1,
    "@_failures": 0,
    "@_errors": 1,
    "@_time": secondsText(0),
    testcase: [{ "@_classname": file, "@_name": "is read", "@_time": secondsText(0), error }],
  };
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
    "@_errors": 0,
    "@_time": secondsText(variants.reduce((sum, { seconds }) => sum + seconds, 0)),
    testcase: cases,
  };
}

/** The first, and how many there are beside it. */
function leadOf([first, ...others]: readonly string[]): string {
  return others.length === 0 ? `${first}` : `${first}; and ${others.length} more`;
}

function secondsText(seconds: number): string {
  return seconds.toFixed(3);
}
