/** Files of measurements that a command is given, or the shipped ones. */
import { basename } from "node:path";
import { ScenarioError } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";
import { shippedMeasurements } from "../validation/measurements.ts";
import { readRows } from "../validation/rows/read-rows.ts";
import type { MeasurementFile } from "../validation/validate.ts";
import { readText } from "./files.ts";

/** The files at `paths`; without any, those that the repository ships. */
export function measurementFiles(paths: readonly string[]): readonly MeasurementFile[] {
  return paths.length > 0
    ? paths.map((path) => ({ name: basename(path), text: readText(path) }))
    : shippedMeasurements;
}

/** The file that has the row called `id`: the only one, or the one among several. */
export function fileOfRow(files: readonly MeasurementFile[], id: string): MeasurementFile {
  const [only, ...others] = files;
  if (only !== undefined && others.length === 0) return only;
  const idsIn = (file: MeasurementFile) => readRows(file).rows.flatMap((row) => row.text("id") ?? []);
  const [holder, ...more] = files.filter((file) => idsIn(file).includes(id));
  if (holder !== undefined && more.length === 0) return holder;
  const expected = holder ? "a row of one file; several have it" : "the id of a row";
  throw new ScenarioError([
    { path: "--show", found: `"${id}"`, expected, nearest: nearest(id, files.flatMap(idsIn)) },
  ]);
}
