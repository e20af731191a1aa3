/**
 * nccom-test on Trainium, older releases, which time a collective from the host: about 58 us at 2 ranks and 150 us at 32
 * before a byte moves, read here as a launch and a cost for each rank. Over two instances .9 ms more pass, whether 64 ranks sum
 * up to 1 GiB or two exchange 1 MiB (sums of 64 KiB to 4 MiB all take 1.31 to 1.38 ms). Newer releases print the time on the
 * device.
 */
import { defineProfile } from "../software-profile.ts";

export const nccomTest = defineProfile({
  name: "nccom-test",
  title: "nccom-test, timed from the host",
  constants: { stepOverheadNs: 52e3, hostLaunchNs: 3.07e3, collectiveOverheadNs: 900e3 },
  basis:
    "small all-reduces and all-gathers of nccom-test at 2 and 32 ranks, and two tests over two instances",
});
