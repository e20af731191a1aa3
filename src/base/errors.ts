/**
 * The ways a run goes wrong. Wrong input is a `ScenarioError` that lists every problem with its place; a deployment that
 * cannot hold its model is an `InfeasibleError`; a broken invariant is an `InvariantError`, a fault of the simulator.
 */

import { lazy } from "./lazy.ts";

/** One wrong value: where it stands, what was found, what was due, and the nearest valid word. */
export interface Problem {
  /** File as the user named it; absent for values from the command line. */
  file?: string;
  /** 1-based. */
  line?: number | undefined;
  /** 1-based. */
  column?: number | undefined;
  /** Dotted key, such as `workload.arrivals.rate`. */
  path?: string | undefined;
  found?: string;
  expected: string;
  nearest?: string | undefined;
}

/** Characters of what was found, or of a key, that a message shows: a file may hold anything. */
const shownMost = 300;

function shown(text: string): string {
  return text.length <= shownMost ? text : `${text.slice(0, shownMost)}...`;
}

/** `chat.yaml:4:13: cluster.instance: found "trn2.48xlarg"; expected an instance; did you mean "trn2.48xlarge"?` */
export function formatProblem(problem: Problem): string {
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== undefined).join(":");
  const found = problem.found === undefined ? "" : `found ${shown(problem.found)}; `;
  const hint = problem.nearest === undefined ? "" : `; did you mean "${problem.nearest}"?`;
  const head = [place, shown(problem.path ?? "")].filter((part) => part).join(": ");
  return `${head ? `${head}: ` : ""}${found}expected ${problem.expected}${hint}`;
}

/** Wrong input. Carries every problem found, not only the first. Exit code 2. */
export class ScenarioError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join("\n"));
    this.name = "ScenarioError";
    this.problems = problems;
  }
}

/**
 * The model, its state and its work do not fit the memory they are given. Exit code 3. The message may be put into words when it
 * is read: what would fit is found by trying, which the points of a search that nobody reads need not do.
 */
export class InfeasibleError extends Error {
  /** Bytes that must be held at once on the fullest device. */
  readonly neededBytes: number;
  /** Bytes that device has. */
  readonly availableBytes: number;
  /** What the needed bytes are made of. */
  readonly parts: Readonly<Record<string, number>>;

  constructor(
    message: string | (() => string),
    needs: { neededBytes: number; availableBytes: number; parts?: Record<string, number> },
  ) {
    super();
    const get = typeof message === "string" ? () => message : lazy(message);
    Object.defineProperty(this, "message", { get, configurable: true });
    this.name = "InfeasibleError";
    this.neededBytes = needs.neededBytes;
    this.availableBytes = needs.availableBytes;
    this.parts = needs.parts ?? {};
  }
}

/** A plug-in gave something that it may not: named with the plug-in, what it gave, and when. Exit code 2, as for wrong input. */
export class ContractError extends ScenarioError {
  constructor(plugin: string, found: string, expected: string) {
    super([{ path: plugin, found, expected }]);
    this.name = "ContractError";
  }

  /** The same, with the event at which it came to light. */
  at(moment: string): ContractError {
    const [{ path = "", found = "", expected }] = this.problems as [Problem];
    return new ContractError(path, `${found} (${moment})`, expected);
  }
}

/** The simulator contradicts itself: always a defect, never the user's fault. */
export class InvariantError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "InvariantError";
  }
}

/** Throws an `InvariantError` unless `condition` holds. `describe` runs only on failure, so it may format values freely. */
export function assert(condition: boolean, describe: string | (() => string)): asserts condition {
  if (!condition) throw new InvariantError(typeof describe === "string" ? describe : describe());
}
