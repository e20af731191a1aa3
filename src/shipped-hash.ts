/**
 * The hash of the shipped catalog. A build writes it in place of this text, since making all entries and hashing them takes longer
 * than a short run; where the sources run as they are it is worked out.
 */
const written: string = "hash of the shipped catalog";

/** The hash that a build has written, or undefined. */
export const shippedHash = /^[0-9a-f]{16}$/.test(written) ? written : undefined;
