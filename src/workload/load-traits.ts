/** How the load of a kind of workload is written anew, for its load curve. */

/** Options of a workload, as a scenario writes them. */
export type WrittenOptions = Readonly<Record<string, unknown>>;

/** What a run settled of what its scenario left open. */
export interface Settlement {
  chosen: Readonly<Record<string, string | number>>;
  choices: readonly { key: string; value: string | number }[];
}

/** A kind with these bears loads other than its own. It measures what a point of a load curve tells, under the same names. */
export interface LoadTraits {
  /** Options whose load cannot be written anew, and what is expected in their place. */
  refuses: Readonly<Record<string, string>>;
  /** `written` with `requests` requests that come by `arrivals` in place of its own. */
  withLoad(written: WrittenOptions, arrivals: object, requests: number): WrittenOptions;
  /** `written` with the degrees of a run, so that every load is borne by the same replicas. */
  asChosen(written: WrittenOptions, chosen: Settlement["chosen"]): WrittenOptions;
  /** Requests in flight that a run of `options` holds at most. Throws a `ScenarioError` where nothing says how many. */
  places(options: WrittenOptions, settled: Settlement): number;
}
