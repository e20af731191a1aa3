/**
 * PyTorch without a compiler, on CPUs, GPUs and accelerators like them: every operator reads and writes memory, attention
 * writes its scores out, and the host launches one operator after the other, which binds small batches. Efficiency and launch
 * time are those that the Splitwise study's PyTorch on A100 was fitted with; the rest is assumed.
 */
import { defineProfile } from "../software-profile.ts";

export const pytorchEager = defineProfile({
  name: "pytorch-eager",
  title: "PyTorch, operator by operator",
  constants: {
    matmulEfficiency: 0.607,
    attentionEfficiency: 0.2,
    // Scores out, scaled and masked, softmax, into the weighted sum: each reads or writes the matrix.
    scorePasses: 6,
    hostLaunchNs: 42.9e3,
    stepOverheadNs: 1e6,
    memoryReserveFraction: 0.06,
  },
  behaviours: { flashFromTokens: null },
  basis: "no rows: matmul efficiency and launch time of splitwise-a100, the rest assumed",
});
