/** Where the time went: named shares that sum to 1. */

/** Shares of the elapsed time, largest first. */
export type Attribution = readonly { what: string; fraction: number }[];

/** Parts in which nothing is done: no time that a change of the software or hardware would shorten. */
export const rests = { idle: "idle", unused: "unused chips" } as const;

/** Whether `what` is one of them. */
export function isRest(what: string): boolean {
  return Object.values<string>(rests).includes(what);
}

/** Shares of `totalNs` from times by name; what they leave is `rest`. Shares of zero are left out. */
export function attribute(timesNs: ReadonlyMap<string, number>, totalNs: number, rest: string): Attribution {
  if (!(totalNs > 0)) return [];
  const shares = [...timesNs].map(([what, ns]) => ({ what, fraction: ns / totalNs }));
  const known = shares.reduce((sum, { fraction }) => sum + fraction, 0);
  shares.push({ what: rest, fraction: Math.max(0, 1 - known) });
  return shares.filter(({ fraction }) => fraction > 1e-12).sort((a, b) => b.fraction - a.fraction);
}
