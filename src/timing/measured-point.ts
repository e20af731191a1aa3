/** A published measurement of text generation, as something to hold an answer beside. */

/** What was measured once. */
export interface MeasuredPoint {
  /** The row's name, by which `validate --show` finds it. */
  id: string;
  chip: string;
  model: string;
  /** Billions of parameters. */
  parameters: number;
  /** Storage of the weights; null where the row does not say. */
  weights: string | null;
  tensor: number | null;
  batch: number | null;
  /** Of a request, prompt and answer. */
  tokens: number;
  /** Time to the first token, ms; null where it was not measured. */
  firstMs: number | null;
  /** Time of a further token, ms. */
  tokenMs: number;
}
