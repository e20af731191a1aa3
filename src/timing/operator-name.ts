/**
 * Names of operators, as scenarios give them under `workload.kernels` and `catalog operators` lists them: the operator's own
 * with hyphens (`query-key-value-projection`); attention by what it does, `attention-prefill` over whole prompts and
 * `attention-decode` over the cache; work of the backward pass ends in `-gradient`.
 */
import type { Operator } from "../models/operators/operator.ts";
import { decodeQueriesMax } from "./operator-time.ts";

/** The name of `op`. */
export function operatorName(op: Operator): string {
  const name = op.name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  if (op.kind !== "attention" || isGradient(op)) return name;
  return `${name}-${op.fromCache && op.queryTokens <= decodeQueriesMax ? "decode" : "prefill"}`;
}

/** Whether `op` is work of the backward pass: a gradient, or its cast. */
export function isGradient({ name }: Operator): boolean {
  return /\bgradient\b/.test(name);
}
