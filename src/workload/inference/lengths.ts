/** The length distributions a scenario can name. */
import { constant } from "./lengths/constant.ts";
import { lognormal } from "./lengths/lognormal.ts";
import { uniform } from "./lengths/uniform.ts";

export const lengths = [constant, uniform, lognormal];
