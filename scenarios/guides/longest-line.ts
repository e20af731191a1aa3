/** A router for people who want to see what routing is worth: every request goes where the most are waiting. */
import { defineRouter } from "trnsim";

export const routers = [
  defineRouter({
    name: "longest-line",
    help: "the replica with the most requests (never do this)",
    options: {},
    create: (_, { fleet }) => ({
      sharedLine: false,
      route() {
        const replicas = Array.from({ length: fleet.replicas }, (_, replica) => replica);
        const up = replicas.filter((replica) => fleet.isUp(replica));
        return up.reduce((most, each) => (fleet.requests(each) > fleet.requests(most) ? each : most));
      },
      changed() {},
    }),
  }),
];
