import { expect, test } from "vitest";
import { labelsOf, named, namedList, namesIn, unmade } from "../../src/base/named-list.ts";

/** A list of `a`, `b` (also called `beta`) and `c`, and the names in the order in which they were made. */
function watched() {
  const made: string[] = [];
  const entry = (name: string, aliases?: string[]) =>
    unmade({ name, ...(aliases && { aliases }) }, () => {
      made.push(name);
      return { name, size: name.length };
    });
  return { made, list: namedList([entry("a"), entry("b", ["beta"]), { name: "c", size: 1 }]) };
}

test("looking for a name makes the one thing that has it, once", () => {
  const { made, list } = watched();
  expect(namesIn(list)).toEqual(["a", "b", "c"]);
  expect(labelsOf(list)[1]?.aliases).toEqual(["beta"]);
  expect(named(list, "nobody")).toBeUndefined();
  expect(named(list, undefined)).toBeUndefined();
  expect(made).toEqual([]);
  expect(named(list, "b")).toBe(list[1]);
  expect(made).toEqual(["b"]);
});

test("to its readers it is an array of all things", () => {
  const { made, list } = watched();
  expect(list.map(({ name }) => name)).toEqual(["a", "b", "c"]);
  expect([...list]).toEqual(JSON.parse(JSON.stringify(list)));
  expect(list.find(({ name }) => name === "c")).toEqual({ name: "c", size: 1 });
  expect(made).toEqual(["a", "b"]);
});

test("a list of things that are there is searched by their own names", () => {
  const list = [{ name: "x" }, { name: "y" }];
  expect(namesIn(list)).toEqual(["x", "y"]);
  expect(named(list, "y")).toBe(list[1]);
});
