/** Short messages between GPU instances go by a protocol of their own. */
import { describe, expect, test } from "vitest";
import { linkSoftwareOf } from "../../src/cluster/link-software.ts";
import { wire } from "../../src/cluster/wiring.ts";
import { instances } from "../../src/hardware/instances.ts";
import { Sharing } from "../../src/kernel/sharing/sharing.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import { flowPlayNs } from "../../src/network/flows/flow-collective.ts";
import { playExchange } from "../../src/network/graph/exchange-run.ts";
import { LinkResources } from "../../src/network/graph/link-resources.ts";
import { messageBytes } from "../../src/network/short-messages.ts";

const instance = instances.find(({ name }) => name === "p5.48xlarge")!;
const software = linkSoftwareOf(instance.chip);
const { short, ...long } = software.network;
const count = 4;
const network = wire({ instance, count });
const plain = wire({ instance, count, software: { ...software, network: long } });
const ranks = Array.from({ length: 8 * count }, (_, rank) => rank);
const operations = ["all-reduce", "all-gather", "reduce-scatter", "all-to-all"] as const;
const bytesMax = short!.bytesMax;

test("a message of a collective is a rank's part of the buffer, of a transfer all of it", () => {
  expect(messageBytes({ operation: "all-gather", bytes: 32, ranks: [0, 1, 2, 3] })).toBe(8);
  expect(messageBytes({ operation: "point-to-point", bytes: 32, ranks: [0, 1] })).toBe(32);
});

test("a short transfer takes the wire's latency and twice its bytes", () => {
  const bytes = 10_000;
  const latencyNs = instance.scaleOut.latencyNs;
  // A chip has an eighth of the instance's cards, and NVLink has no part in it.
  const bandwidth = (instance.scaleOut.bandwidth / 8) * long.efficiency;
  expect(network.transferNs(bytes, 0, 8)).toBeCloseTo(latencyNs + (2 * bytes) / bandwidth, 3);
  const longNs = (size: number) => latencyNs + long.latencyNs + size / bandwidth;
  expect(network.transferNs(bytesMax + 1, 0, 8)).toBeCloseTo(longNs(bytesMax + 1), 3);
  expect(network.transferNs(bytes, 0, 1)).toBe(plain.transferNs(bytes, 0, 1));
});

describe.each(operations)("%s", (operation) => {
  const request = (bytes: number) => ({ operation, bytes, ranks });

  test("of short messages is faster than by long ones, and no faster than the wire once there and its bytes", () => {
    for (const bytes of [1024, 2 ** 16, bytesMax * ranks.length]) {
      const ns = network.collectiveNs(request(bytes));
      expect(ns).toBeLessThan(plain.collectiveNs(request(bytes)));
      expect(ns).toBeGreaterThan(instance.scaleOut.latencyNs);
    }
  });

  test("of long ones is as it is without short ones", () => {
    for (const bytes of [bytesMax * ranks.length + 1, 2 ** 25, 2 ** 30])
      expect(network.collectiveNs(request(bytes))).toBe(plain.collectiveNs(request(bytes)));
  });

  test("of short messages takes the time of its messages on their wires, within 1 %", () => {
    const asked = request(2 ** 18);
    const { wires, plan, members, chunks } = network.messages(asked)!;
    const messagesNs = flowPlayNs(wires, { plan, members, chunks, bytes: asked.bytes });
    expect(network.collectiveNs(asked) / messagesNs).toBeCloseTo(1, 2);
  });

  test("of short messages takes as long on the links that others use as it takes alone", () => {
    const bytes = 2 ** 18;
    const simulator = new Simulator("short messages");
    const sharing = new Sharing(simulator);
    const links = new LinkResources(simulator, sharing, network.topology);
    const { graph, chunks } = network.exchange(request(bytes))!;
    links.claim(links.newUser(), graph);
    let endNs = 0;
    const client = {
      handle(_code: number, now: number) {
        endNs = now;
      },
    };
    playExchange(links, { graph, bytes, chunks }, client, 0);
    simulator.run();
    // Alone what ranks gain by running ahead comes off; a graph holds them back.
    expect(endNs).toBeGreaterThanOrEqual(network.collectiveNs(request(bytes)) * (1 - 1e-9));
    expect(endNs).toBeLessThan(1.1 * network.collectiveNs(request(bytes)));
  });
});
