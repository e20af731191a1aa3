/** The trace formats a scenario can replay. */
import { azure } from "./traces/azure.ts";
import { mooncake } from "./traces/mooncake.ts";

export const traces = [azure, mooncake];
