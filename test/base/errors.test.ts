import { expect, test } from "vitest";
import { InfeasibleError } from "../../src/base/errors.ts";

test("a message that is put into words when it is read is so once, and is the error's like any other", () => {
  let worded = 0;
  const error = new InfeasibleError(() => `too much, told ${++worded} time`, {
    neededBytes: 2,
    availableBytes: 1,
  });
  expect(worded).toBe(0);
  expect(error.message).toBe("too much, told 1 time");
  expect(error.message).toBe("too much, told 1 time");
  expect(String(error)).toBe("InfeasibleError: too much, told 1 time");
  expect(() => {
    throw error;
  }).toThrow("told 1 time");
});
