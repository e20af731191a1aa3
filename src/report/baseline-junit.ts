/** Baseline checks as JUnit XML: a test suite a scenario, a test case a variant, a failure for each metric that differs. */
import { XMLBuilder } from "fast-xml-parser";
import type { BaselineReport } from "../study/baseline.ts";
import { differenceText, movedTexts } from "./baseline-text.ts";

/** The XML document, with a final line end. */
export function baselineJunit(
  reports: readonly BaselineReport[],
  variantsOf: (scenario: string) => string[],
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
      testsuite: suites,
    },
  });
}

function suiteOf(report: BaselineReport, variants: readonly string[]) {
  const moved = movedTexts(report);
  const cases = variants.map((variant) => {
    const own = report.differences.filter((each) => each.variant === variant && each.verdict !== "new");
    const isMissing = report.differences.length === 0 && !report.passed;
    const texts = isMissing ? report.warnings : report.passed ? [] : own.map(differenceText);
    const details = [...texts, ...moved.filter((text) => text.startsWith(`${variant}  `))].join("\n");
    return {
      "@_classname": report.scenario,
      "@_name": variant,
      ...(texts.length > 0 && {
        failure: { "@_message": texts[0], "@_type": "difference", "#text": details },
      }),
    };
  });
  return {
    "@_name": report.scenario,
    "@_tests": cases.length,
    "@_failures": cases.filter((each) => "failure" in each).length,
    testcase: cases,
  };
}
