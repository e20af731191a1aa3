/**
 * Batching of TGI's router: running answers are interrupted for prompts only when enough wait, `waitingServedRatio` times as
 * many as run (rounded down), or when `maxWaitingTokens` tokens have been made since the last prompts. Between two steps with
 * prompts lies at least one decode step. Tokens come evenly under load, and first tokens late.
 */
import { amount, count } from "../../../../base/quantity.ts";
import { admitInOrder, type BatchView, defineBatching } from "./batching-policy.ts";
import { reserveOption } from "./continuous.ts";

export const servedRatio = defineBatching({
  name: "served-ratio",
  help: "prompts interrupt answers when enough wait beside those that run, or after some tokens (TGI)",
  options: {
    maxBatch: count().default(32).meta({ description: "Requests at most that a replica works on at once." }),
    maxPrefillTokens: count().default(4096).meta({ description: "Prompt tokens in one prefill step." }),
    waitingServedRatio: amount()
      .default(0.3)
      .meta({ description: "Waiting requests for each that runs at which answers pause." }),
    maxWaitingTokens: count()
      .default(20)
      .meta({ description: "Tokens after which those that wait may start, however few." }),
    reserve: reserveOption,
  },
  create: ({ maxBatch, maxPrefillTokens, waitingServedRatio, maxWaitingTokens, reserve }) => {
    // The first of the tokens comes with the prompts.
    const stepsMax = Math.max(1, maxWaitingTokens - 1);
    const stepsNeeded = ({ queued, running }: BatchView) =>
      queued >= Math.floor(waitingServedRatio * running) ? 1 : stepsMax;
    return {
      maxBatch,
      fixedBatch: false,
      reservesAnswer: reserve === "answer",
      admit: (view) =>
        view.running > 0 && view.decodeSteps < stepsNeeded(view)
          ? 0
          : admitInOrder(view, {
              slots: maxBatch - view.running,
              tokensMax: maxPrefillTokens * view.attentionGroups,
            }),
      admitsAfter: (view) =>
        view.queued === 0 ? Number.POSITIVE_INFINITY : Math.max(1, stepsNeeded(view) - view.decodeSteps),
    };
  },
});
