/**
 * The trace that was read last. A scenario is planned, to tell what is wrong with it, before it is run, and its variants play
 * the same file: reading an hour of 12,000 conversations, with a quarter of a million prompt blocks, twice took a quarter of
 * the time of its simulation. What was read is nobody's to change, and is forgotten with its readers.
 */
import type { RequestSpec } from "./request.ts";

/** How a trace is told from another. */
export interface TraceText {
  file: string;
  text: string;
  /** Name of its reader. */
  form: string;
}

interface ReadTrace extends TraceText {
  requests: readonly RequestSpec[];
}

/** Characters of the longest text that is kept beside its requests. */
const keptMost = 2 ** 25;

/** By the list of readers. */
const lastRead = new WeakMap<object, ReadTrace>();

/** Requests of `trace`, which `read` gives unless it was the last that one of `readers` read. */
export function readOnce(
  readers: object,
  trace: TraceText,
  read: () => readonly RequestSpec[],
): readonly RequestSpec[] {
  const last = lastRead.get(readers);
  if (last?.form === trace.form && last.file === trace.file && last.text === trace.text) return last.requests;
  const requests = read();
  if (trace.text.length <= keptMost) lastRead.set(readers, { ...trace, requests });
  return requests;
}
