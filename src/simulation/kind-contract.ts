/** What a kind of workload promises of its result: amounts that can be, shares that sum, figures that it has declared. */
import { Contract } from "../base/contract.ts";
import { nearest } from "../base/nearest.ts";
import type { WorkloadKind, WorkloadResult } from "../workload/workload.ts";

/** Judges `kind`. */
export function contractOf({ name, file }: WorkloadKind): Contract {
  return new Contract(`workload kind ${name}${file === undefined ? "" : ` of ${file}`}`);
}

const tolerance = 1e-6;

/** `result`, once it has been found to be what a result must be. */
export function checkedResult(kind: WorkloadKind, result: WorkloadResult): WorkloadResult {
  const contract = contractOf(kind);
  const { elapsedNs, busyFraction = 0, attribution = [], own = {} } = result;
  contract.atLeast(elapsedNs, "elapsedNs", 0);
  contract.atLeast(busyFraction, "busyFraction", 0);
  if (busyFraction > 1 + tolerance) throw contract.breach(`busyFraction ${busyFraction}`, "a fraction");
  for (const list of ["warnings", "restsOn", "series"] as const) {
    if (!Array.isArray(result[list])) throw contract.breach(`${list}: ${typeof result[list]}`, "a list");
  }
  for (const { what, fraction } of attribution) contract.atLeast(fraction, `attribution of ${what}:`, 0);
  const sum = attribution.reduce((total, { fraction }) => total + fraction, 0);
  if (sum > 1 + tolerance) throw contract.breach(`attribution that sums to ${sum}`, "shares of one whole");
  const declared = (kind.metrics ?? []).map((metric) => metric.name);
  for (const [name, value] of Object.entries(own)) {
    if (!declared.includes(name)) {
      const hint = nearest(name, declared);
      const expected = `one of its metrics${hint === undefined ? "" : `, such as ${hint}`}`;
      throw contract.breach(`a figure ${name}`, expected);
    }
    if (value !== null && !Number.isFinite(value)) {
      throw contract.breach(`${name} ${value}`, "a finite number, or null where it is not known");
    }
  }
  return result;
}
