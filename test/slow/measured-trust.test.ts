/** Every measured row in its own situation: what was measured is trusted. */
import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { simulating } from "../../src/cli/simulate-written.ts";
import { type ColumnFamily, columnFamilies } from "../../src/timing/column-family.ts";
import { speaksOf } from "../../src/timing/evidence.ts";
import type { SoftwareProfile } from "../../src/timing/software-profile.ts";
import { trustIn } from "../../src/timing/trust.ts";
import { shippedMeasurements } from "../../src/validation/measurements.ts";
import { rowSituation } from "../../src/validation/rows/row-situation.ts";
import { measuredRows, predictRow } from "../../src/validation/validate.ts";

const known = simulating(catalog);
const profileNamed = (name: string | null) => catalog.profiles.find((each) => each.name === name);

/** Figures that rows of `profile` speak of. */
function measuredFamilies(profile: SoftwareProfile): ColumnFamily[] {
  const families = Object.keys(columnFamilies) as ColumnFamily[];
  return families.filter((family) => speaksOf(profile.evidence, family));
}

/** Rows that a profile prices, with it. */
function pricedRows() {
  return shippedMeasurements.flatMap((file) => {
    const { kind, measured } = measuredRows(file, false);
    return measured.flatMap((row) => {
      const profile = profileNamed(kind.profileName(row));
      return profile ? [{ kind, row, profile }] : [];
    });
  });
}

test("trust in what was measured is validated: every figure of every row in its own situation, but for rows that are left out", () => {
  const wrong = pricedRows().flatMap(({ kind, row, profile }) => {
    const situation = rowSituation(row, catalog);
    if (situation === undefined) return [];
    return measuredFamilies(profile)
      .map((family) => trustIn(profile, [family], situation))
      .filter(({ level }) => level !== "validated")
      .filter(() => typeof predictRow(kind, row, known) !== "string")
      .map(({ why }) => `${row.text("id")}: ${why}`);
  });
  expect(wrong).toEqual([]);
});
