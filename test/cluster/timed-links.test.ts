/** What is told of links that nobody timed. */
import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { timedLinks } from "../../src/cluster/link-software.ts";
import type { Instance } from "../../src/hardware/instance.ts";

test("a collective says on what its links were timed, and where nothing was: in an UltraServer, across Trn2 instances", () => {
  const told = (name: string, count: number) =>
    timedLinks(catalog.instances.find((each) => each.name === name) as Instance, count);
  expect(told("trn1.32xlarge", 1)).toBe("links as timed on 2 ranks of a Trn1");
  expect(told("trn1.32xlarge", 4)).toBe("links as timed on 2 ranks of a Trn1 and on 64 ranks of two Trn1");
  expect(told("trn2.48xlarge", 4)).toMatch(/of a Trn2; nothing was timed across instances$/);
  expect(told("trn2u-ultraserver", 1)).toMatch(/of a Trn2; nothing was timed in an UltraServer$/);
  expect(told("trn2u-ultraserver", 2)).toMatch(/nothing was timed in an UltraServer or across instances$/);
});
