/** The gradient compressions a scenario can name. */
import { fp8 } from "./compressions/fp8.ts";
import { none } from "./compressions/none.ts";
import { oneBit } from "./compressions/one-bit.ts";
import { powerSgd } from "./compressions/power-sgd.ts";

export const compressions = [none, powerSgd, oneBit, fp8];
