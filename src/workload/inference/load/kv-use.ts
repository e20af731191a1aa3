/**
 * What a request waits for before its prompt is whole: keys and values that are kept outside its replica, and what of their
 * way there others may slow.
 */

/** A part of a load that others may slow: bytes on a shared resource. */
export interface KvUse {
  resource: number;
  bytes: number;
}

/** Something to load: its time alone, ns, and what of it others may slow. */
export interface KvLoad {
  ns: number;
  uses: readonly KvUse[];
}

/** No part at all. */
export const noUses: readonly KvUse[] = [];
