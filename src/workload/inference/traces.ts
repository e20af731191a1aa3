/** The trace formats a scenario can replay. */
import { azure } from "./traces/azure.ts";
import { burstgpt } from "./traces/burstgpt.ts";
import { csv } from "./traces/csv.ts";
import { mooncake } from "./traces/mooncake.ts";
import { sharegpt } from "./traces/sharegpt.ts";

export const traces = [azure, mooncake, burstgpt, sharegpt, csv];
