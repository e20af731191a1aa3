/** The pipeline schedules a scenario can name. */
import { oneForwardOneBackward } from "./schedules/1f1b.ts";
import { gpipe } from "./schedules/gpipe.ts";

export const schedules = [gpipe, oneForwardOneBackward];
