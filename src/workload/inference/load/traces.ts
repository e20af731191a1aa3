/** The trace formats a scenario can replay; one that has what another has and more stands before it. */
import { azure } from "./traces/azure.ts";
import { bailian } from "./traces/bailian.ts";
import { burstgpt } from "./traces/burstgpt.ts";
import { csv } from "./traces/csv.ts";
import { llmservingsim } from "./traces/llmservingsim.ts";
import { mooncake } from "./traces/mooncake.ts";
import { sharegpt } from "./traces/sharegpt.ts";
import { vidur } from "./traces/vidur.ts";
import { vllmBench } from "./traces/vllm-bench.ts";

export const traces = [azure, bailian, mooncake, burstgpt, sharegpt, vidur, llmservingsim, vllmBench, csv];
