import { describe, expect, it, test } from "vitest";
import { findModel } from "../../src/models/find-model.ts";
import { itemGroups, itemNetworkParameters } from "../../src/models/items/item-network.ts";
import type { ItemNetwork } from "../../src/models/items/item-shape.ts";
import { models } from "../../src/models/models.ts";
import { totalFlops } from "../../src/models/operators/operator.ts";
import { groupFlops } from "../../src/models/operators/operator-group.ts";

const network = (name: string) => findModel(models, name)?.item as ItemNetwork;

describe("itemNetworkParameters", () => {
  test.each([
    ["stable-diffusion-1.5", 859_520_964],
    ["stable-diffusion-2.1", 865_910_724],
    ["stable-diffusion-xl-base", 2_567_463_684],
    ["pixart-alpha", 611e6],
    ["resnet-50", 25_557_032],
  ])("of %s, from its block structure, are as published within 0.5 %%", (name, published) => {
    expect(Math.abs(itemNetworkParameters(network(name)) / published - 1)).toBeLessThan(0.005);
  });
});

/** Multiply-adds of the matrices and convolutions of one pass over one image. */
function multiplyAdds(name: string): number {
  const { operators } = itemGroups(network(name), 1)[0]!;
  return totalFlops(operators.filter((op) => op.kind !== "vector")) / 2;
}

describe("itemGroups", () => {
  it("takes 4.1 G multiply-adds for a ResNet-50 image of 224 pixels", () => {
    expect(Math.abs(multiplyAdds("resnet-50") / 4.1e9 - 1)).toBeLessThan(0.01);
  });

  it("takes about 0.4 T multiply-adds for a pass of the Stable Diffusion 1.5 U-Net at 512 pixels", () => {
    expect(Math.abs(multiplyAdds("stable-diffusion-1.5") / 0.4e12 - 1)).toBeLessThan(0.05);
  });

  it("takes the same passes whatever the batch, with work in proportion to it", () => {
    const resnet = network("resnet-50");
    expect(groupFlops(itemGroups(resnet, 8))).toBe(8 * groupFlops(itemGroups(resnet, 1)));
  });

  it("quadruples the convolutions of an image of twice the side", () => {
    const unet = network("stable-diffusion-1.5");
    const convolutions = (imageSize: number) =>
      totalFlops(itemGroups(unet, 1, imageSize)[0]!.operators.filter((op) => op.kind === "convolution"));
    expect(convolutions(1024)).toBe(4 * convolutions(512));
  });
});
