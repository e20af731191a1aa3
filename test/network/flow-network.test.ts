import { expect, test } from "vitest";
import { Simulator } from "../../src/kernel/simulator.ts";
import { FlowNetwork } from "../../src/network/flows/flow-network.ts";
import { ring } from "../../src/network/topologies/ring.ts";
import type { Topology } from "../../src/network/topology.ts";

const figures = { bandwidth: 10, latencyNs: 100 };

function send(topology: Topology, messages: [source: number, target: number, bytes: number][]) {
  const simulator = new Simulator();
  const network = new FlowNetwork(simulator, topology);
  const arrivedNs: number[] = [];
  messages.forEach(([source, target, bytes], index) => {
    const client = {
      arrived(_code: number, now: number) {
        arrivedNs[index] = now;
      },
    };
    network.send({ bytes, route: topology.route(source, target) }, client, 0);
  });
  return { simulator, network, arrivedNs };
}

test("a message alone takes latency per hop plus bytes over the narrowest link", () => {
  const { simulator, arrivedNs } = send(ring(8, figures), [[0, 2, 1000]]);
  simulator.run();
  expect(arrivedNs).toEqual([2 * 100 + 1000 / 10]);
});

test("messages in opposite directions do not share a link", () => {
  const { simulator, arrivedNs } = send(ring(4, figures), [
    [0, 1, 1000],
    [1, 0, 1000],
  ]);
  simulator.run();
  expect(arrivedNs).toEqual([200, 200]);
});

test("a link that fails during the run holds its messages up until it is back", () => {
  const topology = ring(4, figures);
  const { simulator, network, arrivedNs } = send(topology, [[0, 1, 1000]]);
  const [link] = topology.route(0, 1);
  simulator.schedule(40, { handle: () => network.degrade(link!, 0) }, 0);
  simulator.schedule(540, { handle: () => network.degrade(link!, 0.5) }, 0);
  simulator.run();
  // 400 bytes by 40 ns, none until 540 ns, 600 bytes at half speed, then the latency.
  expect(arrivedNs).toEqual([540 + 600 / 5 + 100]);
});

test("a message on a link that never comes back is a stall that names the link", () => {
  const topology = ring(4, figures);
  const { simulator, network } = send(topology, [[0, 1, 1000]]);
  network.degrade(topology.route(0, 1)[0]!, 0);
  expect(simulator.run()).toEqual({
    status: "stalled",
    waiting: ["a message of 1000 bytes waits for link 0 > 1, which is down"],
  });
});
