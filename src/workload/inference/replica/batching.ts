/** The batching policies a scenario can name. */
import { chunkedPrefill } from "./batching/chunked-prefill.ts";
import { continuous } from "./batching/continuous.ts";
import { decodeFirst } from "./batching/decode-first.ts";
import { dynamic } from "./batching/dynamic.ts";
import { none } from "./batching/none.ts";
import { prefillFirst } from "./batching/prefill-first.ts";
import { servedRatio } from "./batching/served-ratio.ts";
import { staticBatching } from "./batching/static.ts";

export const batching = [
  none,
  staticBatching,
  dynamic,
  continuous,
  chunkedPrefill,
  prefillFirst,
  decodeFirst,
  servedRatio,
];
