/** NxD Training on Trainium. */
import { defineProfile } from "../software-profile.ts";

export const nxdTraining = defineProfile({
  name: "nxd-training",
  title: "NxD Training",
  constants: {
    matmulEfficiency: 0.6,
    matmulEfficiency8Bit: 0.6,
    attentionEfficiency: 0.2,
    flashAttentionEfficiency: 0.3,
    activationTraffic: 0.5,
    memoryReserveFraction: 0.06,
    collectiveOverheadNs: 20e3,
  },
  basis: "pre-training rows of trn1",
});
