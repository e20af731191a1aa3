/** The measurements that the repository ships, so that everyone can reproduce the accuracy table. */
import type { MeasurementFile } from "./validate.ts";

export const shippedMeasurements: readonly MeasurementFile[] = [];
