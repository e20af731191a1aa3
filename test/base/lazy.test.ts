import { expect, test } from "vitest";
import { lazy } from "../../src/base/lazy.ts";

test("a lazy value is made once, when it is first asked for, even when it is undefined", () => {
  let made = 0;
  const value = lazy(() => {
    made += 1;
    return undefined;
  });
  expect(made).toBe(0);
  value();
  value();
  expect(made).toBe(1);
});
