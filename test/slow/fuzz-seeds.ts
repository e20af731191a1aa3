/** Cases that failed once, by the number of their seed: a billion spares, more active experts than there are, a line that outlives the run, millions of buckets, a shared prompt of 64 million tokens, a limit in the midst of failures, a line of tens of thousands of jobs. */
export const pastSeeds: readonly number[] = [147, 181, 454, 680, 4532, 220541, 4103615, 4122847];

/** Scenarios made of others that failed once, beyond `laterSeeds`: a billion copies of a stage, a line of tens of thousands of jobs under quotas that others are stopped for, two million replicas, 32 million answers in a round. */
export const pastComposedSeeds: readonly number[] = [905, 4105427, 4107150, 4107437, 4130920];

/** Files that failed once. */
export const pastFileSeeds: readonly number[] = [638, 6999, 16746, 19444, 28467, 30595, 761918, 4534491];

/** Plug-ins that failed once: an order that is no list, words that are none, a proposer that is no model, lengths of billions, a schedule that holds 1e308 micro-batches. */
export const pastPlugInSeeds: readonly number[] = [61, 95, 110, 115, 4105536];

/** Processes that failed once: a device without an end given as a scenario, a name too long for a file, a pipeline of 1 that needs, a billion threads. */
export const pastProcessSeeds: readonly number[] = [30011, 4106852, 4121942, 4123970];

/** Plug-ins that failed once by what they were handed or gave, beyond `laterPlugInSeeds`: orders that write into requests, an answer that is neither number nor text, queue policies that write into what they see. */
export const pastMeddlingSeeds: readonly number[] = [22, 60, 79, 96, 230, 235];

/** Networks that took too long once: a message between every two of 1,332 ranks, thousands of links between the groups of a dragonfly. */
export const pastNetworkSeeds: readonly number[] = [5021, 4117329];
