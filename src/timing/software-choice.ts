/**
 * How a scenario names its software: a profile, or a profile with some constants and behaviours changed.
 *
 *     software: nxdi
 *     software: { from: nxdi, set: { attentionDecodeEfficiency: 0.9, layerOverhead: "80 us", kvBuckets: exact } }
 *
 * A written-out profile (what `calibrate` writes) has `constants` and `behaviours` in full under `set`, so it is the same
 * form. The schema's output is the finished profile.
 */
import { z } from "zod";
import { nearest } from "../base/nearest.ts";
import type { Expectation } from "../base/quantity.ts";
import * as quantity from "../base/quantity.ts";
import { type Behaviours, behavioursSchema } from "./behaviours.ts";
import {
  type ConstantName,
  constantDefinitions,
  constantNames,
  formerConstants,
  scenarioName,
} from "./constants.ts";
import type { SoftwareProfile } from "./software-profile.ts";

const constantSchemas = {
  efficiency: quantity.fraction({ positive: true, max: 1 }),
  fraction: quantity.fraction({ max: 1 }),
  time: quantity.time(),
  amount: quantity.amount(),
} as const;

/** Keys of `set`: every constant by its name in scenarios, and every behaviour. */
const changesSchema = z.strictObject({
  ...(Object.fromEntries(
    constantNames.map((name) => {
      const { kind, help } = constantDefinitions[name];
      return [scenarioName(name), constantSchemas[kind].optional().meta({ description: help })];
    }),
  ) as Record<string, z.ZodOptional<z.ZodType<number>>>),
  ...behavioursSchema.partial().shape,
});

/** Schema of the software in a scenario, over these profiles. */
export function softwareChoice(profiles: readonly SoftwareProfile[]): z.ZodType<SoftwareProfile, unknown> {
  const names = profiles.map(({ name }) => name);
  const expected = "a software profile";
  const known = (name: string, context: z.core.$RefinementCtx): string => {
    if (names.includes(name)) return name;
    const params: Expectation = { expected, nearest: nearest(name, names) };
    context.addIssue({ code: "custom", message: expected, params: { ...params }, input: name });
    return z.NEVER;
  };
  const profileName = z
    .string({ error: expected })
    .transform((name, context) => known(name, context))
    .meta({ enum: names });
  const whole = z
    .strictObject(
      {
        from: profileName.meta({ description: "Profile that it starts from." }),
        name: z
          .string()
          .optional()
          .meta({ description: "In results; that of `from`, marked as changed, when absent." }),
        set: changesSchema
          .default({})
          .meta({ description: "Constants and behaviours in place of the profile's." }),
      },
      { error: "a software profile, or { from, set }" },
    )
    .meta({ shortForms: names });
  return z
    .preprocess(
      (value, context) => (typeof value === "string" ? { from: value } : withoutFormer(value, context)),
      whole,
    )
    .transform(({ from, name, set }): SoftwareProfile => {
      const base = profiles.find((profile) => profile.name === from) as SoftwareProfile;
      return Object.keys(set).length === 0 && name === undefined ? base : changed(base, set, name);
    }) as unknown as z.ZodType<SoftwareProfile, unknown>;
}

/** `value` without constants that there are no more; each is a problem that names what took its place. */
function withoutFormer(value: unknown, context: z.core.$RefinementCtx): unknown {
  if (typeof value !== "object" || value === null || !("set" in value)) return value;
  const { set } = value;
  if (typeof set !== "object" || set === null) return value;
  const kept = Object.entries(set).filter(([name, input]) => {
    const successor = formerConstants.get(name);
    if (successor === undefined) return true;
    const expected = `no such constant any more: ${successor}, took its place`;
    context.addIssue({ code: "custom", message: expected, params: { expected }, path: ["set", name], input });
    return false;
  });
  return { ...value, set: Object.fromEntries(kept) };
}

/** `base` with changes; it keeps its fit, so that bands still say where they come from. */
function changed(
  base: SoftwareProfile,
  set: Readonly<Record<string, unknown>>,
  name?: string,
): SoftwareProfile {
  const constants: Record<ConstantName, number> = { ...base.constants };
  const behaviours: Record<string, unknown> = {
    ...base.behaviours,
    ...("flashFromTokens" in set && { flashFromTokensLnc2: null }),
  };
  const byScenarioName = new Map(constantNames.map((each) => [scenarioName(each), each]));
  for (const [key, value] of Object.entries(set)) {
    const constant = byScenarioName.get(key);
    if (constant === undefined) behaviours[key] = value;
    else constants[constant] = value as number;
  }
  return {
    ...base,
    name: name ?? `${base.name}, changed`,
    isChanged: Object.keys(set).length > 0,
    constants,
    onGeneration: withoutSet(base.onGeneration, set),
    offline: base.offline && withoutSet({ offline: base.offline }, set)?.offline,
    behaviours: behaviours as unknown as Behaviours,
    onNeuron: base.onNeuron && changed(base.onNeuron, set, name),
    basis: `${base.name} with ${Object.keys(set).join(", ")} set by the scenario`,
  };
}

/** What a scenario sets holds on every chip, offline too. */
function withoutSet(
  onGeneration: SoftwareProfile["onGeneration"],
  set: Readonly<Record<string, unknown>>,
): SoftwareProfile["onGeneration"] {
  if (onGeneration === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(onGeneration).map(([generation, constants]) => [
      generation,
      Object.fromEntries(
        Object.entries(constants).filter(([name]) => set[scenarioName(name as ConstantName)] === undefined),
      ),
    ]),
  );
}
