/**
 * Plays a load test on replicas of a row: the serving workload's own engine, batching policy, router and recorder, under
 * the load of the benchmark that measured it.
 */

import { RandomStreams } from "../../base/random.ts";
import { Simulator } from "../../kernel/simulator.ts";
import {
  type BatchingPolicy,
  blockTokensDefault,
  byArrival,
  type LoadGenerator,
  leastOutstanding,
  Serving,
  type ServingRecorder,
} from "../../workload/inference/inference.ts";
import type { Replica } from "./replica.ts";

/** How a server is run and what comes at it. */
export interface LoadTest {
  replicas: number;
  policy: BatchingPolicy;
  /** Tokens the KV cache holds; what the memory leaves when absent. */
  kvCapacityTokens?: number;
  load: LoadGenerator;
  /** When the test stops: what is under way then is not counted. At the last answer when absent, ns. */
  untilNs?: number | undefined;
}

/** Latencies of the requests completed in the test. */
export function playServing({ plan, timer }: Replica, test: LoadTest): ServingRecorder {
  const capacity = test.kvCapacityTokens ?? plan.memory.kvCapacityTokens;
  const kvCapacityTokens = Math.max(
    capacity,
    test.load.longest.inputTokens + test.load.longest.outputTokens + 16,
  );
  const serving = new Serving({
    replicas: test.replicas,
    kvCapacityTokens,
    requestTokensMax: Number.POSITIVE_INFINITY,
    timer,
    policy: test.policy,
    order: byArrival,
    kvBlockTokens: blockTokensDefault,
    watermark: 0,
    frontEndNs: plan.context.constants.requestOverheadNs,
    router: (fleet) => leastOutstanding.create({}, { fleet, random: new RandomStreams(1).stream("router") }),
    load: test.load,
    warmupNs: 0,
    objectives: {},
  });
  const simulator = new Simulator("validation");
  serving.start(simulator);
  simulator.run(test.untilNs === undefined ? {} : { timeNs: test.untilNs });
  return serving.recorder;
}
