/** Every chip of the catalog, AWS's own first, each generation after the one before. */
import { namedList } from "../base/named-list.ts";
import type { Chip } from "./chip.ts";
import { a10g } from "./chips/a10g.ts";
import { a100With40Gb } from "./chips/a100-40.ts";
import { a100With80Gb } from "./chips/a100-80.ts";
import { l4, l40s } from "./chips/ada.ts";
import { b200, b300, gb200, gb300 } from "./chips/blackwell.ts";
import { gaudi } from "./chips/gaudi.ts";
import { h20 } from "./chips/h20.ts";
import { h100 } from "./chips/h100.ts";
import { h200 } from "./chips/h200.ts";
import { inferentia } from "./chips/inferentia.ts";
import { inferentia2 } from "./chips/inferentia2.ts";
import { mi300x } from "./chips/mi300x.ts";
import { rtxPro6000 } from "./chips/rtx-pro-6000.ts";
import { tpuV5e, tpuV5p, tpuV6e } from "./chips/tpu.ts";
import { trainium } from "./chips/trainium.ts";
import { trainiumN } from "./chips/trainium-n.ts";
import { trainium2 } from "./chips/trainium2.ts";
import { trainium3 } from "./chips/trainium3.ts";
import { v100 } from "./chips/v100.ts";
import { xeon2Cores, xeon8Cores, xeon16Cores, xeonSocket } from "./chips/xeon-8375c.ts";

export const chips: readonly Chip[] = namedList([
  inferentia,
  inferentia2,
  trainium,
  trainiumN,
  trainium2,
  trainium3,
  v100,
  a100With40Gb,
  a100With80Gb,
  a10g,
  h100,
  h200,
  h20,
  b200,
  gb200,
  b300,
  gb300,
  rtxPro6000,
  l40s,
  l4,
  mi300x,
  tpuV5e,
  tpuV5p,
  tpuV6e,
  gaudi,
  xeonSocket,
  xeon16Cores,
  xeon8Cores,
  xeon2Cores,
]);
