import { group } from "d3-array";
import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { simulating } from "../../src/cli/simulate-written.ts";
import { shippedMeasurements } from "../../src/validation/measurements.ts";
import { UnpredictableRow } from "../../src/validation/rows/row.ts";
import { measuredRows, rowScenario } from "../../src/validation/validate.ts";

const rowsEach = 2;
/** Of figures that no row of the software gives: the first tokens of some. */
const neverMeasured = "this was never measured on";

/** Whether `written` gives a scenario; some rows of a kind that has scenarios cannot be written as one. */
function isScenario(written: () => unknown): boolean {
  try {
    return written() !== undefined;
  } catch (error) {
    if (error instanceof UnpredictableRow) return false;
    throw error;
  }
}

test("the run of a measured row's own scenario says validated, whatever the file and the software", () => {
  const known = simulating(catalog);
  const rows = shippedMeasurements.flatMap((file) => {
    const { kind, measured } = measuredRows(file, false);
    return measured.flatMap((row) => {
      const profile = catalog.profiles.find(({ name }) => name === kind.profileName(row));
      const isWritten = isScenario(() => kind.scenario?.(row, catalog));
      return profile && isWritten ? [{ file, profile, id: row.text("id") as string }] : [];
    });
  });
  const sets = group(rows, ({ file, profile }) => `${file.name} ${profile.name}`);
  const wrong: string[] = [];
  let validated = 0;
  for (const all of sets.values()) {
    const some = all.filter((_, index) => index % Math.ceil(all.length / rowsEach) === 0);
    for (const { file, profile, id } of some) {
      const { trust } = known.simulate(rowScenario(file, id, known), profile);
      // A few rows ran in less memory than is predicted: these have no figures to trust.
      if (trust === null) continue;
      const told = trust.figures.filter(({ why }) => !why.some((each) => each.startsWith(neverMeasured)));
      if (told.every(({ level }) => level === "validated")) validated++;
      else wrong.push(`${id}: ${JSON.stringify(trust)}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(sets.size).toBeGreaterThan(10);
  expect(validated).toBeGreaterThanOrEqual(sets.size);
}, 120_000);
