/** Ways to propose tokens for speculative decoding: what proposes, how many, and how long a proposal takes. */

import { z } from "zod";
import type { FamilyContract } from "../../../../base/contract.ts";
import { definePlugin, type OptionProblem } from "../../../../base/plugin.ts";
import { power } from "../../../../base/power.ts";
import { amount, fraction } from "../../../../base/quantity.ts";
import type { Model } from "../../../../models/model.ts";
import { parameterCount } from "../../../../models/parameters.ts";
import type { Speculation } from "../speculative-timer.ts";

/** A planned way of proposing. */
export interface SpeculationMethod extends Speculation {
  /** The network that proposes; its steps run before each verification. */
  proposer: Model;
  /** The proposer reads the embedding and the output head of the model that verifies, and has none of its own. */
  sharesEnds?: boolean;
  /** Steps of it for one round of proposals. */
  proposals: number;
  /** Proposals and verification are one program on the device: the host's cost of a step is paid once. */
  fused: boolean;
}

/** What a method is planned for. */
export interface SpeculationNeeds {
  /** The model that verifies. */
  model: Model;
  /** A catalog model by name; throws a `ScenarioError` naming `path` when there is none. */
  modelNamed(name: string, path: string): Model;
}

/** Types a speculation plug-in. */
export const defineSpeculation = definePlugin<SpeculationMethod, SpeculationNeeds>();

/** Proposals are whole tokens, each kept with a chance, and come from a model. */
export const speculationContract: FamilyContract<SpeculationMethod> = {
  family: "speculation",
  guard(method, contract) {
    contract.whole(method.depth, "depth", 1);
    contract.whole(method.verifiedTokens, "verifiedTokens", 1);
    contract.whole(method.proposals, "proposals", 0);
    const isChance = (value: number) => value >= 0 && value <= 1;
    if (
      !Array.isArray(method.acceptance) ||
      method.acceptance.length === 0 ||
      !method.acceptance.every(isChance)
    ) {
      throw contract.breach(`acceptance ${method.acceptance}`, "chances from 0 to 1, at least one");
    }
    const parameters = contract.call("proposer", () => parameterCount(method.proposer));
    contract.atLeast(parameters, "parameters of the proposer:", 1);
    return method;
  },
};

/** Chance that a position is kept: one for all, or one a position. */
export const acceptanceOption = z
  .union([fraction(), z.array(fraction()).min(1)], {
    error: "a fraction such as 80%, or one for each position",
  })
  .transform((value) => (typeof value === "number" ? [value] : value))
  .meta({ description: "Chance that a proposed token is kept: one for all positions, or one each." });

/** How often proposals are kept, where they come token after token: the chances, or the length that was measured. */
export const acceptanceOptions = {
  acceptance: acceptanceOption.optional(),
  acceptanceLength: amount({ positive: true })
    .optional()
    .meta({ description: "Tokens a step gives on average; in place of `acceptance`." }),
};

/** The same, parsed. */
export type Acceptance = z.output<z.ZodObject<typeof acceptanceOptions>>;

/** What is wrong with the acceptance of `tokens` proposals in a row. */
export function acceptanceProblem({
  tokens,
  acceptance,
  acceptanceLength,
}: Acceptance & { tokens: number }): OptionProblem | undefined {
  const isEither = (acceptance === undefined) !== (acceptanceLength === undefined);
  if (isEither && (acceptanceLength ?? 1) <= tokens + 1) return undefined;
  return {
    option: "acceptance",
    expected: "either acceptance, or acceptanceLength of at most tokens + 1",
  };
}

/** `tokens` proposals in a row, one step of the proposer each. */
export function inARow({
  tokens,
  acceptance,
  acceptanceLength,
}: Acceptance & { tokens: number }): Pick<SpeculationMethod, "depth" | "acceptance" | "proposals"> {
  return {
    depth: tokens,
    acceptance: acceptance ?? evenAcceptance(tokens, acceptanceLength as number),
    proposals: tokens,
  };
}

/** The even chance by which `depth` proposals give `length` tokens a step: found by halving. */
export function evenAcceptance(depth: number, length: number): number[] {
  let low = 0;
  let high = 1;
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    let sum = 1;
    for (let position = 1; position <= depth; position++) sum += power(middle, position);
    if (sum < length) low = middle;
    else high = middle;
  }
  return [low];
}
