/**
 * A kind of measurement: a file layout, told by its columns, and how a row of it becomes a prediction. One adapter file a
 * kind. Adapters price with the same step timer, serving and training code that a scenario runs on.
 */
import type { Instance } from "../hardware/instance.ts";
import type { Model } from "../models/model.ts";
import type { Summary } from "../simulation/summary.ts";
import type { SoftwareProfile } from "../timing/software-profile.ts";
import type { WorkloadKind } from "../workload/workload.ts";
import { type Row, UnpredictableRow } from "./rows/row.ts";

/** What adapters draw on. */
export interface ValidationCatalog {
  instances: readonly Instance[];
  models: readonly Model[];
  profiles: readonly SoftwareProfile[];
  workloads: readonly WorkloadKind[];
  /** Simulates a scenario as a file would write it, with this software where it names none; kinds that need it refuse without. */
  simulate?(written: object, profile?: SoftwareProfile): Summary;
}

/** One metric of one row. */
export interface Prediction {
  /** The measured column. */
  metric: string;
  measured: number;
  predicted: number;
  /** What physics allows at best, in the unit of the metric: a least time, or a greatest rate. */
  bound?: number;
  /** Whether more is better. */
  better: "less" | "more";
  /**
   * The 90 % band, in the unit of the metric; null where nothing comparable was measured. Where absent, that of the software
   * profile's residuals.
   */
  band?: { low: number; high: number } | null;
}

/** Where a row belongs in the grouped scores. */
export interface RowGroups {
  instance: string;
  /** Software as the source names it. */
  software: string;
  model: string;
}

/** The profile called `name`; throws an `UnpredictableRow` where there is none. */
export function profileNamed(name: string | null, { profiles }: ValidationCatalog): SoftwareProfile {
  const profile = profiles.find((each) => each.name === name);
  if (profile === undefined) throw new UnpredictableRow(`no software profile "${name}"`);
  return profile;
}

/** An adapter. */
export interface MeasurementKind {
  name: string;
  /** Whether a file with these columns is of this kind. */
  recognises(columns: ReadonlySet<string>, rows: readonly Row[]): boolean;
  groups(row: Row): RowGroups;
  /** Name of the software profile that prices `row`; null where none does, or the scenario's default. */
  profileName(row: Row): string | null;
  /** The scenario that a planner would write for `row`; undefined where none can. */
  scenario?(row: Row, catalog: ValidationCatalog): object | undefined;
  /** The command that asks for what `row` measures, where that is no scenario; undefined where none does. */
  command?(row: Row, catalog: ValidationCatalog): string | undefined;
  /** Predictions of every metric the row measures. Throws an `UnpredictableRow` when there can be none. */
  predict(row: Row, profile: SoftwareProfile, catalog: ValidationCatalog): Prediction[];
}
