/** The list of requests keeps every number as it was, however its columns are kept. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Request } from "../../src/workload/inference/load/request.ts";
import { RequestTable } from "../../src/workload/inference/record/request-table.ts";

test("numbers of a page come back as they were: alike, small and whole, large, or broken, in any order", () => {
  const delivery = { networkNs: 0, afterNs: 0, whole: false };
  const number = fc.oneof(
    fc.constantFrom(0, 7, 7, 7, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 53, 0.5),
    fc.integer(),
    fc.double({ noNaN: true, min: 0, max: 1e18 }),
  );
  const row = fc.record({ id: number, arrivalNs: number, inputTokens: number, outputTokens: number });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), (rows) => {
      const table = new RequestTable({ classNames: ["all"], replicas: 1, delivery });
      for (const each of rows) table.add(new Request(each.id, each, true));
      const read = [...table.table().rows].map(([id, , , arrival, input, output]) => {
        return [id, arrival, input, output];
      });
      const given = rows.map(({ id, arrivalNs, inputTokens, outputTokens }) => {
        return [id, arrivalNs / 1e9, inputTokens, outputTokens];
      });
      // A zero below zero is one.
      const plain = (list: readonly unknown[][]) =>
        list.map((each) => each.map((value) => Number(value) + 0));
      expect(plain(read)).toEqual(plain(given));
    }),
  );
});
