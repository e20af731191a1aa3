/** The batching policies a scenario can name. */
import { continuous } from "./batching/continuous.ts";
import { none } from "./batching/none.ts";
import { staticBatching } from "./batching/static.ts";

export const batching = [none, staticBatching, continuous];
