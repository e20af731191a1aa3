/** Recorded requests: one reader per file format; the format is told by the text where the scenario does not name it. */
import type { FamilyContract } from "../../../../base/contract.ts";
import { definePlugin } from "../../../../base/plugin.ts";
import type { RequestSpec } from "../request.ts";

/** Reads one trace format. */
export interface TraceReader {
  /** Whether `text` looks like this format, judged by its first line. */
  recognises(text: string): boolean;
  /** All requests, sorted by arrival, the first at 0 ns. Throws a `ScenarioError` naming the bad line. */
  read(text: string, file: string): RequestSpec[];
  /** Tokens of one prefix block, where the format has them. */
  readonly prefixBlockTokens?: number | undefined;
}

/** Types a trace plug-in. */
export const defineTrace = definePlugin<TraceReader>();

/** Requests come in order, with whole and positive lengths. */
export const traceContract: FamilyContract<TraceReader> = {
  family: "trace",
  guard(reader, contract) {
    contract.functions(reader, ["recognises", "read"]);
    return {
      prefixBlockTokens: reader.prefixBlockTokens,
      recognises: (text) => contract.call("recognises", () => reader.recognises(text)),
      read(text, file) {
        const requests = contract.call("read", () => reader.read(text, file));
        if (!Array.isArray(requests)) throw contract.breach(typeof requests, "a list of requests");
        let beforeNs = 0;
        for (const [index, { arrivalNs, inputTokens, outputTokens }] of requests.entries()) {
          contract.atLeast(arrivalNs, `request ${index} at`, beforeNs);
          contract.whole(inputTokens, `request ${index}: inputTokens`, 1);
          contract.whole(outputTokens, `request ${index}: outputTokens`, 1);
          beforeNs = arrivalNs;
        }
        return requests;
      },
    };
  },
};

/** Sorts by arrival (stable) and shifts the first arrival to 0. */
export function fromFirstArrival(requests: RequestSpec[]): RequestSpec[] {
  requests.sort((a, b) => a.arrivalNs - b.arrivalNs);
  const startNs = requests[0]?.arrivalNs ?? 0;
  for (const request of requests) request.arrivalNs -= startNs;
  return requests;
}
