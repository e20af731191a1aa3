/** The measurements that the repository ships, so that everyone can reproduce the accuracy table. */
import type { MeasurementFile } from "./measurement-file.ts";

export const shippedMeasurements: readonly MeasurementFile[] = [];
