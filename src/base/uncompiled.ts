/**
 * How schemas are asked of which a run reads a value or two: they would write a function for each of their objects first and
 * have it compiled, a twentieth of a short run.
 */
export const uncompiled = { jitless: true } as const;
