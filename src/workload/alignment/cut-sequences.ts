/**
 * Answers that do not fit the training sequence with their prompts: the step learns from their first tokens alone. That a
 * few are cut is common practice and a remark; that all are is a mistake of the scenario.
 */
import { ScenarioError } from "../../base/errors.ts";
import type { WorkloadResult } from "../workload.ts";

/** Remarks on what `sequenceLength` tokens cut off the sequences of `answers`; throws a `ScenarioError` where it cuts all. */
export function cutSequences(answers: readonly WorkloadResult[], sequenceLength: number): string[] {
  const lengths = answers.flatMap(({ tables }) => {
    const { columns = [], rows = [] } = tables?.requests ?? {};
    const tokens = ["input_tokens", "output_tokens"].map((name) => columns.indexOf(name));
    return [...rows].map((row) => tokens.reduce((sum, column) => sum + Number(row[column]), 0));
  });
  const cut = lengths.filter((length) => length > sequenceLength);
  if (cut.length === 0) return [];
  if (cut.length === lengths.length) {
    const shortest = cut.reduce((least, each) => Math.min(least, each));
    const expected = `the tokens of a prompt and its answer, of which the shortest has ${shortest}`;
    throw new ScenarioError([
      { path: "workload.training.sequenceLength", found: `${sequenceLength}`, expected },
    ]);
  }
  return [
    `${cut.length} of ${lengths.length} prompts with their answers are longer than the ${sequenceLength} tokens of a training sequence: the rest of them is cut off`,
  ];
}
