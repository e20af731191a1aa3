/** Rules that several serving programs share: replicas and instances, and what no server can be told. */
import type { Rule } from "./launcher.ts";

/** Instances are started one by one, each with the same command. */
export const instancesRule: Rule = (value) =>
  value === 1
    ? { isDefault: "one instance, one command" }
    : {
        why: `the command is run on each of the ${value} instances (or once for each replica that spans several)`,
      };

/** The longest request, unless graphs are compiled for a length that holds it. */
export function contextRule(name: string): Rule {
  return (value, { values }) => {
    if (values.has("batching.compiledContext")) return { isDefault: "inside the compiled context" };
    return typeof value === "number"
      ? { flags: [`${name} ${value}`] }
      : { why: `the scenario gives no number: ${name} with the longest prompt and answer together` };
  };
}

/** Reasons that hold for every server. */
export const servingReasons: Readonly<Record<string, string>> = {
  "precision.activations": "kernels choose it by the weights' format",
  "precision.embeddings": "the checkpoint says it",
  "precision.experts": "the checkpoint says it",
  "precision.sparsity": "the checkpoint says it, where kernels for it exist",
  "batching.reserve": "the server takes memory as answers grow",
  "batching.contextBuckets": "graphs are not compiled for a context here",
  "kvCache.watermark": "the server's scheduler sets it by itself",
  "kvCache.preemption": "the server's scheduler recomputes by itself",
  maxOutstanding: "the gateway in front rejects",
  timeout: "clients or the gateway end requests",
  "prefixCache.blockTokens": "block identities are the trace's",
  "speculation.fused": "the server decides how draft and model are run",
  "speculation.tree": "drafts are chains here",
};

/** Requests come in the order in which they are served, unless they carry priorities. */
export function orderRule(priority: readonly string[]): Rule {
  return (value) => {
    if (value === "fcfs") return { isDefault: "first come, first served" };
    return value === "priority" ? { flags: priority } : { why: `no scheduling policy ${value}` };
  };
}
