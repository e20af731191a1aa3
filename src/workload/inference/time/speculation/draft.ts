/** A small model of the same vocabulary proposes, one token a step (Leviathan et al., fused speculation on Neuron). */
import { z } from "zod";
import { ScenarioError } from "../../../../base/errors.ts";
import { count } from "../../../../base/quantity.ts";
import type { Model } from "../../../../models/model.ts";
import {
  acceptanceLengthOption,
  acceptanceOption,
  defineSpeculation,
  evenAcceptance,
} from "./speculation-method.ts";

export const draft = defineSpeculation({
  name: "draft",
  help: "a small model proposes a few tokens, one step each",
  options: {
    model: z.string({ error: "the name of a small model" }),
    tokens: count().default(7),
    acceptance: acceptanceOption.optional(),
    acceptanceLength: acceptanceLengthOption,
    fused: z.boolean().default(true),
  },
  check: ({ acceptance, acceptanceLength, tokens }) =>
    (acceptance === undefined) === (acceptanceLength === undefined) || (acceptanceLength ?? 1) > tokens + 1
      ? { option: "acceptance", expected: "either acceptance, or acceptanceLength of at most tokens + 1" }
      : undefined,
  create: ({ model, tokens, acceptance, acceptanceLength, fused }, { model: verifier, modelNamed }) => ({
    depth: tokens,
    verifiedTokens: tokens + 1,
    acceptance: acceptance ?? evenAcceptance(tokens, acceptanceLength as number),
    proposer: sameWords(modelNamed(model, "workload.speculation.model"), verifier),
    proposals: tokens,
    fused,
  }),
});

/** `proposer`, which must write the words that `verifier` reads. */
function sameWords(proposer: Model, verifier: Model): Model {
  if (proposer.vocabulary === verifier.vocabulary) return proposer;
  throw new ScenarioError([
    {
      path: "workload.speculation.model",
      found: `${proposer.name} of ${proposer.vocabulary} words`,
      expected: `a draft with the vocabulary of ${verifier.name}, ${verifier.vocabulary} words`,
    },
  ]);
}
