/** Files of measurements that a command is given, or the shipped ones. */
import { basename } from "node:path";
import { shippedMeasurements } from "../validation/measurements.ts";
import type { MeasurementFile } from "../validation/validate.ts";
import { readText } from "./files.ts";

/** The files at `paths`; without any, those that the repository ships. */
export function measurementFiles(paths: readonly string[]): readonly MeasurementFile[] {
  return paths.length > 0
    ? paths.map((path) => ({ name: basename(path), text: readText(path) }))
    : shippedMeasurements;
}
