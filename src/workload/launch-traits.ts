/** What programs that start a kind of workload for real are told of its options. */
import type { WrittenOptions } from "./load-traits.ts";

/** A value of a scenario. */
export type SettingValue = string | number | boolean;

/** A kind with these is started by the launchers for its software. */
export interface LaunchTraits {
  /** Options that are settings; the others describe the load or the data. */
  settings: readonly string[];
  /** Settings that several options make together, by path. */
  derived?(options: WrittenOptions): readonly (readonly [path: string, value: SettingValue])[];
}
