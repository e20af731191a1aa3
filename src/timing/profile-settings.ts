/**
 * What a software profile does to the physics, for people: the constants and behaviours that differ from none at all, as a
 * scenario writes them, with what they mean. What is neutral is left out; so is what a generation of chips or an offline run does
 * not change.
 */
import { formatTime, significant } from "../base/units.ts";
import { behavioursSchema, plainBehaviours } from "./behaviours.ts";
import {
  type ConstantName,
  constantDefinitions,
  constantNames,
  neutralConstants,
  scenarioName,
} from "./constants.ts";
import type { SoftwareProfile } from "./software-profile.ts";

/** A constant or behaviour of a profile. */
export interface ActingSetting {
  /** Key under `cluster.software.set`. */
  name: string;
  /** With its unit: `66.5 us`, `0.78`, `power-of-two`. */
  value: string;
  /** Where it holds: `Hopper`, `offline`; empty everywhere. */
  where: string;
  meaning: string;
}

/** The settings of a profile, for people. */
export interface ProfileSettings {
  /** Constants, then behaviours, then constants of generations of chips and of offline runs. */
  acting: readonly ActingSetting[];
  /** How many there are, acting or not. */
  inAll: number;
  /** Those that were fitted, by their keys. */
  fitted: readonly string[];
}

/** What of `profile` acts, and what was fitted. */
export function profileSettings({
  constants,
  behaviours,
  onGeneration = {},
  offline,
  fit,
}: SoftwareProfile): ProfileSettings {
  const elsewhere = [...Object.entries(onGeneration), ...(offline ? [["offline", offline] as const] : [])];
  return {
    acting: [
      ...constantNames
        .filter((name) => constants[name] !== neutralConstants[name])
        .map((name) => constant(name, constants[name])),
      ...Object.entries(behaviours).flatMap(([name, value]) => behaviour(name as BehaviourName, value)),
      ...elsewhere.flatMap(([where, own]) =>
        Object.entries(own).map(([name, value]) => constant(name as ConstantName, value, where)),
      ),
    ],
    inAll: constantNames.length + Object.keys(plainBehaviours).length,
    fitted: fit?.fitted.map(scenarioName) ?? [],
  };
}

function constant(name: ConstantName, value: number, where = ""): ActingSetting {
  const { kind, help } = constantDefinitions[name];
  const text = kind === "time" ? formatTime(value, 9) : significant(value, 9);
  return { name: scenarioName(name), value: text, where, meaning: help };
}

type BehaviourName = keyof typeof plainBehaviours;

function behaviour(name: BehaviourName, value: unknown): ActingSetting[] {
  if (JSON.stringify(value) === JSON.stringify(plainBehaviours[name])) return [];
  const { description = "" } = behavioursSchema.shape[name].meta() ?? {};
  const text = Array.isArray(value) ? value.join(", ") : String(value);
  return [{ name, value: text, where: "", meaning: description }];
}
