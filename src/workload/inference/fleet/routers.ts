/** The routers a scenario can name. */
import { centralQueue } from "./routers/central-queue.ts";
import { kvAware } from "./routers/kv-aware.ts";
import { leastOutstanding } from "./routers/least-outstanding.ts";
import { leastTokens } from "./routers/least-tokens.ts";
import { powerOfTwo } from "./routers/power-of-two.ts";
import { prefixAffinity } from "./routers/prefix-affinity.ts";
import { random } from "./routers/random.ts";
import { roundRobin } from "./routers/round-robin.ts";
import { session } from "./routers/session.ts";
import { weighted } from "./routers/weighted.ts";

export const routers = [
  roundRobin,
  random,
  leastOutstanding,
  powerOfTwo,
  leastTokens,
  kvAware,
  prefixAffinity,
  session,
  weighted,
  centralQueue,
];
