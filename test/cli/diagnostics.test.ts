import { mkdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect, test } from "vitest";
import { diagnosticsText } from "../../src/cli/diagnostics.ts";
import { folderWith, trnsim, trnsimHere } from "./trnsim.ts";

test("the line stands below its problem, with a caret under the word, a long one cut around it", () => {
  const long = `${"x".repeat(200)} wrong ${"y".repeat(200)}`;
  const file = `${folderWith({ "a.yaml": `first\n\tkey: valu\n${long}\n` })}/a.yaml`;
  const at = (line: number, column: number) => ({ file, line, column, expected: "better" });
  const lines = diagnosticsText([at(2, 7), at(3, 202)], [file]).split("\n");
  expect(lines.slice(1, 3)).toEqual(["  2 | \tkey: valu", "    | \t     ^^^^"]);
  const [, , , , shown = "", caret = ""] = lines;
  expect(shown.length).toBeLessThan(120);
  expect(shown.slice(caret.indexOf("^"), caret.lastIndexOf("^") + 1)).toBe("wrong");
});

test("of a file that the command line does not name nothing is shown", () => {
  const file = `${folderWith({ "secret.json": "secret\n" })}/secret.json`;
  expect(diagnosticsText([{ file, line: 1, column: 1, expected: "better" }], [])).not.toContain("secret\n");
});

test("a problem that some variants of a scenario have and others have not names them", () => {
  const text = `name: a
model: llama-3.1-8b
cluster: { instance: p5.48xlarge }
workload: { kind: training, tokens: 1M, sequenceLength: 4096, globalBatch: 64, parallelism: { tensor: 16 } }
variants:
  - { name: few, set: { cluster.instance: p4d.24xlarge } }
  - { name: many, set: { cluster.instance: trn1.32xlarge } }
`;
  const folder = folderWith({
    "a.yaml": text,
    "b.yaml": text.replace("name: a\n", "name: b\n").replace("trn1.32xlarge", "p4de.24xlarge"),
  });
  const { stderr } = trnsim(["run", "a.yaml", "b.yaml"], folder);
  expect(stderr).toMatch(/a\.yaml:4:\d+: workload\.parallelism \(variant base, few\): found tensor 16/);
  expect(stderr).toMatch(/b\.yaml:4:\d+: workload\.parallelism: found tensor 16/);
});

test("a file that a scenario names is told by the kind of path that the user gave", async () => {
  const folder = folderWith({
    "own.yaml": `name: a
cluster: { instance: inf2.xlarge }
model: llama-3.2-1b
workload: { kind: inference, trace: { file: lost.csv } }
`,
    "trace.csv": "",
  });
  const told = async (from: string, file: string) => (await trnsimHere(["run", file], from)).stderr;
  const lost = (place: string) => `${place}lost.csv: found nothing of this name; expected a file`;
  expect(await told(folder, "own.yaml")).toContain(lost(""));
  expect(await told(folder, "own.yaml")).not.toContain(folder);
  const [above, below] = [dirname(folder), basename(folder)];
  expect(await told(above, `${below}/own.yaml`)).toContain(lost(`${below}/`));
  expect(await told(above, `${below}/own.yaml`)).not.toContain(folder);
  mkdirSync(join(folder, "beside"));
  expect(await told(join(folder, "beside"), "../own.yaml")).toMatch(/^\.\.\/lost\.csv: /);
  expect(await told(above, join(folder, "own.yaml"))).toContain(lost(`${folder}/`));
});
