/**
 * YAML text as plain values that remember where they stood, so that a problem found later by a schema can name the line
 * and column the user wrote.
 */
import { isMap, isNode, isPair, isSeq, LineCounter, type ParsedNode, parseAllDocuments } from "yaml";
import { type Problem, ScenarioError } from "../base/errors.ts";

/** A key path: map keys and list positions. */
export type Path = readonly (string | number)[];

/** 1-based line and column. */
export interface Place {
  line: number;
  column: number;
}

/** One YAML document: its value, and the place of any path in it. */
export interface YamlDocument {
  value: unknown;
  /** Place of the value at `path`, or of its nearest ancestor that was written. */
  placeOf(path: Path): Place;
  /** Place of the last key of `path` itself. */
  placeOfKey(path: Path): Place;
}

/** Reads every document of `text`. Syntax errors, of all documents at once, are a `ScenarioError`. */
export function readYaml(text: string, file: string): YamlDocument[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  if (!Array.isArray(documents)) return [];
  const problems: Problem[] = documents.flatMap((document) =>
    document.errors.map((error) => {
      const { line, col } = lines.linePos(error.pos[0]);
      return { file, line, column: col, expected: `YAML (${error.message})` };
    }),
  );
  if (problems.length > 0) throw new ScenarioError(problems);
  return documents.map((document) => {
    const placeAt = (offset: number): Place => {
      const { line, col } = lines.linePos(offset);
      return { line, column: col };
    };
    const start = (node: ParsedNode | null): number => node?.range?.[0] ?? 0;
    const walk = (path: Path): { value: number; key: number } => {
      let node: ParsedNode | null = document.contents;
      let place = { value: start(node), key: start(node) };
      for (const step of path) {
        if (isMap(node)) {
          const pair = node.items.find((item) => isPair(item) && String(item.key) === String(step));
          if (pair === undefined || !isNode(pair.key)) return place;
          node = pair.value as ParsedNode | null;
          const key = start(pair.key as ParsedNode);
          place = { value: node === null ? key : start(node), key };
        } else if (isSeq(node) && isNode(node.items[Number(step)])) {
          node = node.items[Number(step)] as ParsedNode;
          place = { value: start(node), key: start(node) };
        } else {
          return place;
        }
      }
      return place;
    };
    return {
      value: plainValue(document, file),
      placeOf: (path) => placeAt(walk(path).value),
      placeOfKey: (path) => placeAt(walk(path).key),
    };
  });
}

/** A document that was put together and never written: as JSON would keep it, all of it at one place. */
export function unwritten(value: object): YamlDocument {
  const place = { line: 1, column: 1 };
  return { value: JSON.parse(JSON.stringify(value)), placeOf: () => place, placeOfKey: () => place };
}

/** The value of `document`. Throws a `ScenarioError` where aliases multiply beyond all sense. */
function plainValue(document: { toJS(): unknown }, file: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const expected = "YAML whose aliases do not multiply";
    throw new ScenarioError([{ file, line: 1, column: 1, found: "aliases of aliases of aliases", expected }]);
  }
}
