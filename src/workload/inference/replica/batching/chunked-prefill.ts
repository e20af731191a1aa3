/**
 * Chunked prefill (Sarathi-Serve, vLLM since 1.0): every step holds at most `stepTokens` tokens: one of each decoding
 * request, and as much of the waiting prompts as there is room for. Prompts are cut where the step is full, so that
 * answers never stall for a long prompt, and a step with both costs little more than the prompt's part alone.
 */
import { count } from "../../../../base/quantity.ts";
import { admitInOrder, batchDefault, defineBatching, openBatch } from "./batching-policy.ts";
import { reserveOption } from "./continuous.ts";

export const chunkedPrefill = defineBatching({
  name: "chunked-prefill",
  help: "prompts share each step with the answers, cut into chunks (Sarathi-Serve, vLLM)",
  options: {
    maxBatch: openBatch,
    stepTokens: count().default(2048).meta({ description: "Tokens of one step, prompts and answers." }),
    reserve: reserveOption,
  },
  create: ({ maxBatch = batchDefault, stepTokens, reserve }) => ({
    maxBatch,
    fixedBatch: false,
    reservesAnswer: reserve === "answer",
    stepTokens,
    admit: (view) => {
      const room = view.promptRoom(stepTokens);
      if (room <= 0) return 0;
      return admitInOrder(view, { slots: maxBatch - view.running, tokensMax: room, cutsLast: true });
    },
  }),
});
