/**
 * Scaling laws: the loss of a dense language model of N parameters trained once on D tokens,
 *
 *     L = E + A / N^alpha + B / D^beta
 *
 * With training at 6 N D flops, the best pair for C flops is N = G (C / 6)^(beta / (alpha + beta)), D = C / (6 N), where
 * G = (alpha A / (beta B))^(1 / (alpha + beta)). Hoffmann's constants give Chinchilla (70B, 1.4T) a loss of 1.94.
 *
 * The loss is the law's, for its authors' data, tokenizer and architecture; nothing here predicts that of another. Mixtures of
 * experts and data seen several times are outside it.
 */
import { power } from "../../base/power.ts";

/** Constants of a law, and where they come from. */
export interface ScalingLaw {
  name: string;
  source: string;
  irreducible: number;
  parameters: { factor: number; exponent: number };
  tokens: { factor: number; exponent: number };
}

/** Fitted laws, recalled: the papers were not read again. */
export const scalingLaws: readonly ScalingLaw[] = [
  {
    name: "hoffmann-2022",
    source:
      "Hoffmann et al. 2022, Training compute-optimal large language models, approach 3 (arXiv:2203.15556)",
    irreducible: 1.69,
    parameters: { factor: 406.4, exponent: 0.34 },
    tokens: { factor: 410.7, exponent: 0.28 },
  },
  {
    name: "besiroglu-2024",
    source: "Besiroglu et al. 2024, Chinchilla scaling: a replication attempt (arXiv:2404.10102)",
    irreducible: 1.8172,
    parameters: { factor: 482.01, exponent: 0.3478 },
    tokens: { factor: 2085.43, exponent: 0.3658 },
  },
];

/** The loss that `law` gives, nats a token. */
export function lossOf({ irreducible, parameters, tokens }: ScalingLaw, n: number, d: number): number {
  return (
    irreducible +
    parameters.factor / power(n, parameters.exponent) +
    tokens.factor / power(d, tokens.exponent)
  );
}

/** The pair of least loss for `flops` of training. */
export function optimumFor(law: ScalingLaw, flops: number): { parameters: number; tokens: number } {
  const { exponent: alpha, factor: a } = law.parameters;
  const { exponent: beta, factor: b } = law.tokens;
  const g = power((alpha * a) / (beta * b), 1 / (alpha + beta));
  const parameters = g * power(flops / 6, beta / (alpha + beta));
  return { parameters, tokens: flops / 6 / parameters };
}
