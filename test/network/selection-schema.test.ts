import { expect, test } from "vitest";
import { CollectiveRegistry } from "../../src/network/collective-registry.ts";
import { mesh } from "../../src/network/collectives/mesh.ts";
import { ring } from "../../src/network/collectives/ring.ts";
import { selectionSchema } from "../../src/network/selection-schema.ts";

const schema = selectionSchema(new CollectiveRegistry([mesh, ring]));
const messages = (written: unknown) =>
  schema.safeParse(written).error?.issues.map(({ message, path }) => `${path.join(".")}: ${message}`);

test("a table says up to which size which algorithms are preferred", () => {
  const inside = [{ upTo: "1 MB", algorithms: ["mesh"] }, { algorithms: ["ring", "mesh"] }];
  const across = [{ algorithms: ["ring"] }];
  expect(schema.parse({ inside, across }).selection).toEqual({
    inside: [
      { bytesMax: 1e6, algorithms: ["mesh"] },
      { bytesMax: Number.POSITIVE_INFINITY, algorithms: ["ring", "mesh"] },
    ],
    across: [{ bytesMax: Number.POSITIVE_INFINITY, algorithms: ["ring"] }],
  });
  expect(schema.parse("best").selection).toBe("best");
  expect(schema.parse({ across }).selection).toMatchObject({
    inside: [],
    across: [{ algorithms: ["ring"] }],
  });
});

test("sizes rise and the last rule has none, and names are those of algorithms", () => {
  const rising = "rules whose upTo rises, the last without upTo";
  const across = [{ algorithms: ["ring"] }];
  expect(messages({ inside: [{ upTo: "1 MB", algorithms: ["ring"] }], across })).toEqual([
    `inside: ${rising}`,
  ]);
  const falling = [{ upTo: "2 MB", algorithms: ["ring"] }, { upTo: "1 MB", algorithms: ["ring"] }, ...across];
  expect(messages({ inside: falling, across })).toEqual([`inside: ${rising}`]);
  expect(messages({ inside: [{ algorithms: ["mash"] }], across })).toEqual([
    "inside.0.algorithms.0: one of mesh, ring",
  ]);
});
