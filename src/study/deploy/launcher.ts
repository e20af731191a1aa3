/**
 * How a configuration is started for real: the flags of a serving or training program that say what the scenario says. A
 * launcher has a rule for each setting that it can express; every other one is told with the reason why there is no flag for it,
 * so that nothing of a scenario is lost in silence. What is printed is generated, and was not tried.
 */
import type { ModelFamily } from "../../models/model.ts";
import type { SettingValue } from "../../workload/launch-traits.ts";
import type { Setting } from "./setting.ts";

/** What a launcher does with one setting. */
export type Answer =
  /** Flags, each with its value: `--max-num-seqs 32`. */
  | { flags: readonly string[] }
  /** Keys of the configuration that the launcher reads beside its flags. */
  | { config: Readonly<Record<string, unknown>> }
  /** It does so without being told. */
  | { isDefault: string }
  /** It cannot be said, and why. */
  | { why: string };

/** Says one setting; `value` is that of its key. */
export type Rule = (value: SettingValue, setting: Setting) => Answer;

/** A program that starts what was simulated: one file, named like it. */
export interface Launcher {
  name: string;
  title: string;
  stack: Setting["stack"];
  /** Kinds of chips that it runs on. */
  chips: readonly string[];
  /** Families of models that it starts as written here; others have scripts or servers of their own. */
  models: readonly ModelFamily[];
  /** Software profiles whose simulated runs are runs of this program, names of old too. */
  software: readonly string[];
  /** Pages that its flags were read from. */
  documentation: readonly string[];
  /** What stands before the flags. */
  command(setting: Setting): string;
  /** By path in the workload, or of the cluster: `parallelism.tensor`, `cluster.count`. */
  rules: Readonly<Record<string, Rule>>;
  /** Why it has no flag for settings of a kind, by the beginning of their path; beside `outside`. */
  reasons?: Readonly<Record<string, string>>;
  /** Flags that give the configuration, and what is written before the command. */
  configured?(config: Readonly<Record<string, unknown>>): { flags: readonly string[]; before?: string };
}

/** A setting and its flags, or why there are none. */
export interface Expressed {
  key: string;
  value: SettingValue;
  /** `--max-num-seqs 32`, or the keys of a configuration; empty where the default is meant. */
  flags: string[];
  note?: string;
}

/** How one launcher starts the configuration. */
export interface Launch {
  launcher: string;
  title: string;
  /** Whether its software is the one that was simulated; else figures of this program may differ. */
  simulated: boolean;
  documentation: readonly string[];
  /** To paste into a shell. */
  command: string;
  expressed: Expressed[];
  not_expressible: { key: string; value: SettingValue; why: string }[];
}

/** Settings that are not the server's or the trainer's affair, by the beginning of their path. */
const outside: Readonly<Record<string, string>> = {
  "context.longer":
    "a server so started refuses them; give the length laws a max, or the flag a larger number",
  router: "what stands in front of the servers chooses",
  signalAge: "what stands in front of the servers chooses",
  autoscaling: "the platform that rents the instances scales",
  pools: "a server of its own for each pool, on its own hardware",
  regions: "a deployment of its own in each region",
  failures: "it happens to the hardware",
  recovery: "the cluster's scheduler replaces and restarts",
  canaries: "the cluster's scheduler runs them",
  "cluster.tiers": "the network is as it is wired",
  "cluster.topology": "the network is as it is wired",
};

/** The configuration `setting` for `launcher`. */
export function launch(launcher: Launcher, setting: Setting): Launch {
  const expressed: Expressed[] = [];
  const missing: Launch["not_expressible"] = [];
  const flags: string[] = [];
  const config: Record<string, unknown> = {};
  for (const [key, value] of setting.values) {
    const rule = Object.hasOwn(launcher.rules, key) ? launcher.rules[key] : undefined;
    const answer = rule?.(value, setting) ?? silent(value, key, launcher);
    if ("why" in answer) missing.push({ key, value, why: answer.why });
    else if ("isDefault" in answer) expressed.push({ key, value, flags: [], note: answer.isDefault });
    else if ("flags" in answer) {
      flags.push(...answer.flags.filter((flag) => !flags.includes(flag)));
      expressed.push({ key, value, flags: [...answer.flags] });
    } else {
      merge(config, answer.config);
      expressed.push({ key, value, flags: [JSON.stringify(answer.config)] });
    }
  }
  const written = Object.keys(config).length > 0 ? launcher.configured?.(config) : undefined;
  const lines = [launcher.command(setting), ...flags, ...(written?.flags ?? [])];
  return {
    launcher: launcher.name,
    title: launcher.title,
    simulated: launcher.software.includes(setting.software),
    documentation: launcher.documentation,
    command: `${written?.before ?? ""}${lines.join(" \\\n  ")}`,
    expressed,
    not_expressible: missing,
  };
}

/** Of a setting without a rule: what is off needs no flag. */
function silent(value: SettingValue, key: string, launcher: Launcher): Answer {
  return value === false ? { isDefault: "off without a flag" } : { why: reasonOf(key, launcher) };
}

function reasonOf(key: string, { title, reasons = {} }: Launcher): string {
  const table = { ...outside, ...reasons };
  const start = Object.keys(table).find((each) => key === each || key.startsWith(`${each}.`));
  return start === undefined ? `${title} has no flag for it that is known here` : (table[start] as string);
}

function merge(into: Record<string, unknown>, from: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(from)) {
    const known = into[key];
    if (isMap(known) && isMap(value)) merge(known, value);
    else into[key] = isMap(value) ? { ...value } : value;
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A rule that hands the value on: `--max-num-seqs 32`. */
export const flag =
  (name: string, separator = " "): Rule =>
  (value) => ({ flags: [`${name}${separator}${value}`] });

/** A rule by the texts that a setting may have; others are told why there is no flag for them. */
export const byValue =
  (answers: Readonly<Record<string, Answer>>, why: (value: SettingValue) => string): Rule =>
  (value) =>
    Object.hasOwn(answers, String(value)) ? (answers[String(value)] as Answer) : { why: why(value) };

/** A rule for what can only be one: more is told with the reason. */
export const onlyOne =
  (why: string): Rule =>
  (value) =>
    value === 1 ? { isDefault: "1 without a flag" } : { why };

/** Flags for what is true. */
export const whenTrue =
  (...flags: string[]): Rule =>
  (value) =>
    value === true ? { flags } : { isDefault: "off without a flag" };
