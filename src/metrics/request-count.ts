/**
 * What became of the requests of a serving run. Each that was asked is answered, or it is told why not:
 *
 *     asked = completed + rejected + timedOut + tooLong + lost + not finished (of a run stopped early)
 */
import { counted } from "../base/counted.ts";
import { percent } from "../base/metric-text.ts";
import { significant } from "../base/units.ts";

/** Measured requests (those of the warm-up are left out) by what became of them. */
export interface RequestCount {
  asked: number;
  completed: number;
  /** There was no room in line. */
  rejected: number;
  timedOut: number;
  /** Longer than the model, or than the memory for keys and values, takes. */
  tooLong: number;
  /** With a failed replica, once too often. */
  lost: number;
}

/** Requests that got no answer, those still under way when the run was stopped among them. */
export function unansweredOf({ asked, completed }: RequestCount): number {
  return asked - completed;
}

/** `89 % got no answer: of 200 requests 170 rejected, 8 timed out`; undefined where every request was answered. */
export function unansweredText(count: RequestCount): string | undefined {
  const unanswered = unansweredOf(count);
  if (unanswered === 0) return undefined;
  const { asked, rejected, timedOut, tooLong, lost } = count;
  const reasons: [number, string][] = [
    [rejected, "rejected"],
    [timedOut, "timed out"],
    [tooLong, "too long for the model or its memory"],
    [lost, "lost with a replica"],
    [unanswered - rejected - timedOut - tooLong - lost, "not finished when the run stopped"],
  ];
  const given = reasons
    .filter(([requests]) => requests > 0)
    .map(([requests, why]) => `${significant(requests, 9)} ${why}`);
  return `${percent(unanswered / asked)} got no answer: of ${counted(asked, "request")} ${given.join(", ")}`;
}
