/** The pipeline schedules a scenario can name. */
import { oneForwardOneBackward } from "./schedules/1f1b.ts";
import { bidirectional } from "./schedules/bidirectional.ts";
import { gpipe } from "./schedules/gpipe.ts";
import { interleaved } from "./schedules/interleaved.ts";
import { zeroBubble } from "./schedules/zero-bubble.ts";

export const schedules = [gpipe, oneForwardOneBackward, interleaved, zeroBubble, bidirectional];
