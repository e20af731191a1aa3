/** What the accuracy page and `validate --baseline` need beside the scores. */
import type { Catalog } from "../catalog.ts";
import type { AccuracyParts } from "../report/html/validation-page.ts";
import { changeSentence } from "../report/text/validation-words.ts";
import { groupings } from "../timing/evidence.ts";
import { type Accuracy, accuracyChanges, readAccuracy } from "../validation/evidence/accuracy.ts";
import { insideShare, leftOutRows } from "../validation/evidence/left-out-rows.ts";
import { classScores } from "../validation/evidence/score.ts";
import { sourceOfRow } from "../validation/measurement-sources.ts";
import type { MeasurementFile, Validation } from "../validation/validate.ts";
import { readText } from "./files.ts";
import { aboutText } from "./html-report.ts";

type Changes = NonNullable<AccuracyParts["changes"]>;

/** What changed since the scores that `file` holds. */
export function changesSince(file: string, now: Accuracy): Changes {
  const before = readAccuracy(readText(file), file);
  return { since: before.version, changes: accuracyChanges(before, now) };
}

/** The changes, a line each. */
export function changesText({ since, changes }: Changes): string {
  if (changes.length === 0) return `No score changed since version ${since}.`;
  return [`Since version ${since}:`, ...changes.map((change) => `  ${changeSentence(change)}`)].join("\n");
}

/** Everything else of the page. Groups left out say nothing of measurements of one's own. */
export function accuracyParts(
  validation: Validation,
  { files, catalog, isShipped }: { files: readonly MeasurementFile[]; catalog: Catalog; isShipped: boolean },
): AccuracyParts {
  const told = groupings.filter((grouping) => grouping === "model" || grouping === "chip");
  return {
    leftOut: told.flatMap((grouping) => {
      const rows = isShipped ? leftOutRows(catalog.profiles, grouping) : [];
      return rows.length === 0 ? [] : [{ what: `each ${grouping}`, rows, inside: insideShare(rows) }];
    }),
    classes: classScores(validation.rows),
    sources: files.flatMap(({ name, sources = [] }) => {
      const named = validation.rows.filter(({ file }) => file === name).map(({ source }) => source);
      const found = [...sources, ...[...new Set(named)].flatMap((source) => sourceOfRow(source) ?? [])];
      const all = [...new Map(found.map((source) => [source.address, source])).values()];
      return all.length === 0 ? [] : [{ file: name, sources: all }];
    }),
    about: aboutText(),
  };
}
