/** Cases that failed once, by the number of their seed: a billion spares, more active experts than there are, a line that outlives the run, millions of buckets. */
export const pastSeeds: readonly number[] = [147, 181, 454, 680];

/** Files that failed once. */
export const pastFileSeeds: readonly number[] = [638, 6999, 16746, 19444, 28467, 30595, 761918];
