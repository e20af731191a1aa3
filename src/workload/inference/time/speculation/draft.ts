/** A small model of the same vocabulary proposes, one token a step (Leviathan et al., fused speculation on Neuron). */
import { z } from "zod";
import { ScenarioError } from "../../../../base/errors.ts";
import { count } from "../../../../base/quantity.ts";
import type { Model } from "../../../../models/model.ts";
import { acceptanceOptions, acceptanceProblem, defineSpeculation, inARow } from "./speculation-method.ts";

export const draft = defineSpeculation({
  name: "draft",
  help: "a small model proposes a few tokens, one step each",
  options: {
    model: z
      .string({ error: "the name of a small model" })
      .meta({ description: "Catalog model that proposes." }),
    tokens: count().default(7).meta({ description: "Proposed in a row." }),
    ...acceptanceOptions,
    fused: z
      .boolean()
      .default(true)
      .meta({ description: "Whether proposing and verifying are one graph, without the host between them." }),
  },
  check: acceptanceProblem,
  create: (options, { model: verifier, modelNamed }) => ({
    ...inARow(options),
    verifiedTokens: options.tokens + 1,
    proposer: sameWords(modelNamed(options.model, "workload.speculation.model"), verifier),
    fused: options.fused,
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
