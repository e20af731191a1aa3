/** The length laws a scenario can name. */
import { constant } from "./lengths/constant.ts";
import { empirical } from "./lengths/empirical.ts";
import { exponential } from "./lengths/exponential.ts";
import { lognormal } from "./lengths/lognormal.ts";
import { normal } from "./lengths/normal.ts";
import { uniform } from "./lengths/uniform.ts";
import { zipf } from "./lengths/zipf.ts";

export const lengths = [constant, uniform, normal, lognormal, exponential, zipf, empirical];
