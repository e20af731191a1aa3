/** The ways of speculation a scenario can name. */
import { draft } from "./speculation/draft.ts";
import { eagle } from "./speculation/eagle.ts";
import { medusa } from "./speculation/medusa.ts";

export const speculations = [draft, eagle, medusa];
