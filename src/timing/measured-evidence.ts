/**
 * Measured errors and coverage of the shipped profiles: what `trnsim calibrate --left-out` prints for the shipped measurements.
 * Errors are fractions; `low` to `high` are 90 % of measured / predicted (80 % beside them), `inside` and `width` of bands made without the group itself.
 */
import type { Evidence } from "./evidence.ts";
import { readEvidence } from "./evidence-table.ts";

const text = `profile,metric,left_out,rows,groups,median_error,mean_error,low,high,low_80,high_80,inside,width
tnx-2.18,tpot_p50_ms,rows,26,5,0.04,0.0575,0.88,1.12,0.913,1.09,0.923,1.27
tnx-2.18,ttft_p50_ms,rows,26,5,0.0784,0.107,0.779,1.51,0.859,1.3,0.923,1.94
tnx-2.18,throughput_tok_s,rows,26,5,0.035,0.0728,0.868,1.13,0.909,1.1,0.885,1.29
tnx-2.18,tpot_p50_ms,model,26,4,0.0357,0.0529,0.873,1.15,0.901,1.1,0.923,1.42
tnx-2.18,ttft_p50_ms,model,26,4,0.0945,0.121,0.753,1.77,0.82,1.42,0.962,2.6
tnx-2.18,throughput_tok_s,model,26,4,0.0369,0.0721,0.859,1.16,0.906,1.12,0.885,1.52
tnx-2.18,tpot_p50_ms,chip,26,2,0.0408,0.0621,0.884,1.1,0.91,1.07,0.808,1.18
tnx-2.18,ttft_p50_ms,chip,26,2,0.109,0.134,0.777,1.97,0.839,1.48,0.962,2.58
tnx-2.18,throughput_tok_s,chip,26,2,0.0403,0.0686,0.871,1.16,0.918,1.11,0.846,1.21
tnx-2.18.1,tpot_p50_ms,rows,11,5,0.0422,0.0496,0.886,1.13,0.914,1.09,1,1.28
tnx-2.18.1,ttft_p50_ms,rows,11,5,0.144,0.221,0.68,1.83,0.765,1.39,0.818,2.66
tnx-2.18.1,throughput_tok_s,rows,11,5,0.046,0.0509,0.865,1.16,0.907,1.11,1,1.35
tnx-2.18.1,tpot_p50_ms,model,11,1,0.0473,0.0542,0.839,1.18,0.868,1.13,1,1.58
tnx-2.18.1,ttft_p50_ms,model,11,1,0.172,0.249,0.633,2.19,0.715,1.58,0.818,2.6
tnx-2.18.1,throughput_tok_s,model,11,1,0.044,0.0525,0.829,1.21,0.884,1.17,1,1.73
tnx-2.18.1,tpot_p50_ms,chip,11,2,0.0995,0.101,0.781,1.28,0.824,1.16,1,1.64
tnx-2.18.1,ttft_p50_ms,chip,11,2,0.113,0.25,0.715,2.05,0.764,1.51,0.818,5.48
tnx-2.18.1,throughput_tok_s,chip,11,2,0.0955,0.0967,0.77,1.35,0.826,1.26,1,1.77
tnx-continuous,tpot_p50_ms,rows,105,5,0.0407,0.0421,0.892,1.12,0.912,1.09,0.952,1.26
tnx-continuous,throughput_tok_s,rows,105,5,0.0257,0.031,0.92,1.09,0.94,1.08,0.981,1.19
tnx-continuous,ttft_p50_ms,rows,104,5,0.0581,0.101,0.872,1.64,0.899,1.17,0.904,1.86
tnx-continuous,tpot_p50_ms,model,105,3,0.0658,0.0572,0.834,1.2,0.866,1.13,0.99,1.49
tnx-continuous,throughput_tok_s,model,105,3,0.0357,0.0424,0.883,1.13,0.917,1.11,0.971,1.3
tnx-continuous,ttft_p50_ms,model,104,3,0.0529,0.103,0.864,1.67,0.895,1.19,0.904,1.96
tnx-continuous,tpot_p50_ms,chip,105,1,0.0479,0.0495,0.833,1.17,0.872,1.11,1,1.46
tnx-continuous,throughput_tok_s,chip,105,1,0.0338,0.0373,0.872,1.16,0.915,1.14,1,1.73
tnx-continuous,ttft_p50_ms,chip,104,1,0.0723,0.114,0.826,2.08,0.871,1.34,0.904,2.66
optimum-0.2,tpot_p50_ms,rows,28,5,0.0255,0.0366,0.908,1.09,0.928,1.07,0.964,1.2
optimum-0.2,ttft_p50_ms,rows,28,5,0.0177,0.0421,0.938,1.15,0.954,1.08,0.929,1.21
optimum-0.2,throughput_tok_s,rows,28,5,0.0159,0.0205,0.941,1.07,0.962,1.04,0.964,1.14
tnx-2.14,tpot_p50_ms,rows,6,5,0.0695,0.0777,0.875,1.13,0.905,1.09,0.667,1.29
tnx-2.14,throughput_tok_s,rows,6,5,0.14,0.457,0.677,1.27,0.719,1.2,0.5,2.08
tnx-2.14,tpot_p50_ms,model,6,2,0.0791,0.0719,0.8,1.22,0.835,1.16,1,1.42
tnx-2.14,throughput_tok_s,model,6,2,0.147,0.433,0.665,1.36,0.728,1.29,0.833,1.59
tnx-2.14,tpot_p50_ms,chip,6,2,0.0752,0.0729,0.859,1.16,0.886,1.09,1,1.36
tnx-2.14,throughput_tok_s,chip,6,2,0.128,0.446,0.609,1.56,0.669,1.36,0.833,2.14
nxdi,tpot_p50_ms,rows,1,1,0.0808,0.0808,0.865,1.13,0.904,1.09,1,1.26
nxdi,ttft_p50_ms,rows,1,1,0.269,0.269,0.729,1.79,0.816,1.42,1,2.03
nxdi,throughput_tok_s,rows,39,5,0.0778,0.0942,0.783,1.3,0.865,1.21,0.897,1.6
nxdi,itl_ms,rows,38,5,0.0904,0.164,0.734,1.29,0.782,1.21,0.737,1.7
nxdi,ttft_ms,rows,38,5,0.0848,0.163,0.7,1.52,0.783,1.32,0.868,2.16
nxdi,tpot_p50_ms,model,1,1,0.0471,0.0471,0.829,1.18,0.86,1.13,1,1.51
nxdi,ttft_p50_ms,model,1,1,0.305,0.305,0.678,2.37,0.794,1.65,1,2.79
nxdi,throughput_tok_s,model,39,3,0.0706,0.1,0.827,1.32,0.875,1.26,0.872,1.61
nxdi,itl_ms,model,38,3,0.104,0.172,0.722,1.27,0.763,1.2,0.737,1.53
nxdi,ttft_ms,model,38,3,0.0918,0.177,0.695,1.72,0.777,1.39,0.895,2.5
nxdi,tpot_p50_ms,chip,1,1,0.104,0.104,0.829,1.18,0.862,1.12,1,1.36
nxdi,ttft_p50_ms,chip,1,1,0.216,0.216,0.733,2.44,0.82,1.58,1,2.93
nxdi,throughput_tok_s,chip,39,3,0.0843,0.0958,0.759,1.37,0.85,1.26,1,1.82
nxdi,itl_ms,chip,38,3,0.0961,0.166,0.75,1.25,0.787,1.16,0.658,1.49
nxdi,ttft_ms,chip,38,3,0.0848,0.163,0.721,1.85,0.879,1.37,0.895,2.55
tnx-tgi,itl_ms,rows,82,5,0.213,0.285,0.584,1.79,0.652,1.65,0.829,3.03
tnx-tgi,ttft_ms,rows,82,5,0.164,0.274,0.623,2.66,0.712,1.89,0.902,4.38
tnx-tgi,throughput_tok_s,rows,82,5,0.122,0.144,0.736,1.48,0.803,1.34,0.951,2.02
tnx-tgi,itl_ms,model,82,4,0.274,0.317,0.494,2.13,0.587,1.84,0.817,4.4
tnx-tgi,ttft_ms,model,82,4,0.152,0.287,0.59,3.23,0.668,2.42,0.878,5.32
tnx-tgi,throughput_tok_s,model,82,4,0.129,0.159,0.703,1.56,0.788,1.45,0.902,2.29
tnx-tgi,itl_ms,chip,82,2,0.211,0.279,0.583,2.2,0.657,1.83,0.768,1.98
tnx-tgi,ttft_ms,chip,82,2,0.185,0.254,0.66,3.53,0.756,2,0.854,2.74
tnx-tgi,throughput_tok_s,chip,82,2,0.172,0.174,0.59,1.69,0.735,1.55,0.988,2.16
neuron-1,throughput_inf_s,rows,18,5,0.128,0.19,0.682,1.46,0.743,1.3,0.833,2.09
neuron-1,throughput_inf_s,model,18,3,0.111,0.167,0.728,1.43,0.787,1.28,0.778,2.01
torch-neuronx-2.13,throughput_inf_s,rows,16,5,0.072,0.0858,0.796,1.29,0.834,1.2,0.938,1.64
torch-neuronx-2.13,throughput_inf_s,model,16,9,0.0781,0.102,0.796,1.27,0.843,1.19,0.875,1.59
torch-neuronx-2.13,throughput_inf_s,chip,16,2,0.0617,0.0864,0.379,2.07,0.383,2.06,1,7.29
torch-neuronx,throughput_inf_s,rows,29,5,0.0393,0.0504,0.875,1.15,0.912,1.12,0.966,1.33
torch-neuronx,throughput_inf_s,model,29,11,0.0487,0.052,0.873,1.17,0.906,1.13,0.966,1.34
torch-neuronx-trn1,throughput_inf_s,rows,21,5,0.0428,0.0541,0.874,1.19,0.903,1.13,1,1.39
torch-neuronx-trn1,throughput_inf_s,model,21,9,0.0388,0.0496,0.886,1.18,0.908,1.11,1,1.34
nxd-encoder-decoder,latency_per_token_p50_ms,rows,2,2,0.00532,0.00532,0.945,1.05,0.96,1.04,1,1.18
nxd-encoder-decoder,throughput_tok_s,rows,2,2,0.00572,0.00572,0.942,1.07,0.959,1.05,1,1.23
nxd-encoder-decoder,latency_per_token_p50_ms,chip,2,2,0.00532,0.00532,0.934,1.06,0.948,1.04,1,1.24
nxd-encoder-decoder,throughput_tok_s,chip,2,2,0.00572,0.00572,0.926,1.09,0.949,1.06,1,1.32
torch-neuronx-cnn,throughput_inf_s,rows,12,5,0.0668,0.19,0.707,1.34,0.839,1.22,0.75,1.85
torch-neuronx-cnn,throughput_inf_s,model,12,6,0.0615,0.19,0.706,1.33,0.766,1.22,0.75,2.09
torch-neuronx-cnn,throughput_inf_s,chip,12,2,0.0522,0.184,0.724,1.31,0.744,1.29,0.75,2.56
torch-neuronx-diffusion,throughput_inf_s,rows,7,5,0.167,0.168,0.658,1.49,0.772,1.35,0.857,1.84
torch-neuronx-diffusion,throughput_inf_s,model,7,4,0.223,0.215,0.647,1.57,0.749,1.36,1,2.29
torch-neuronx-training,seq_per_s,rows,15,5,0.0574,0.0891,0.829,1.28,0.897,1.14,0.867,1.55
torch-neuronx-training,seq_per_s,model,15,2,0.0498,0.078,0.822,1.2,0.898,1.15,0.8,1.28
nemo-neuron,seq_per_s,rows,3,3,0.102,0.103,0.735,1.38,0.869,1.19,1,1.75
nemo-neuron,seq_per_s,model,3,3,0.102,0.103,0.746,1.27,0.851,1.22,1,1.6
nxd-training,seq_per_s,rows,6,5,0.144,0.195,0.679,1.66,0.799,1.31,0.833,2.04
nxd-training,seq_per_s,model,6,3,0.0942,0.145,0.81,1.21,0.891,1.17,0.833,1.48
megatron-lm,iter_time_s,rows,19,5,0.0371,0.0445,0.841,1.18,0.91,1.08,0.947,1.43
megatron-lm,iter_time_s,model,19,13,0.032,0.0481,0.889,1.14,0.918,1.08,0.842,1.28
megatron-lm,iter_time_s,chip,19,2,0.0386,0.0482,0.739,1.08,0.86,1.07,0.895,1.42
megatron-core,iter_time_s,rows,7,5,0.0298,0.0593,0.897,1.13,0.919,1.07,0.857,1.26
megatron-core,tokens_per_s_per_gpu,rows,35,5,0.0397,0.108,0.868,1.13,0.929,1.1,0.743,1.24
megatron-core,iter_time_s,model,7,7,0.0354,0.0593,0.873,1.16,0.903,1.08,0.714,1.26
megatron-core,tokens_per_s_per_gpu,model,35,13,0.0584,0.119,0.765,1.27,0.87,1.2,0.857,1.66
megatron-core,iter_time_s,source,7,1,0.0267,0.0571,0.878,1.15,0.907,1.08,1,1.45
megatron-core,tokens_per_s_per_gpu,source,35,3,0.0527,0.109,0.835,1.18,0.91,1.13,0.771,1.39
megatron-v100,iter_time_s,rows,3,3,0.02,0.0177,0.862,1.15,0.922,1.07,1,1.23
megatron-v100,iter_time_s,model,3,3,0.02,0.0177,0.891,1.14,0.911,1.08,1,1.19
pytorch-fsdp,tok_per_s_per_gpu,rows,1,1,0.072,0.072,0.777,1.3,0.857,1.16,1,1.63
pytorch-fsdp,tokens_per_s_per_gpu,rows,82,5,0.0467,0.0619,0.822,1.22,0.887,1.12,0.939,1.5
pytorch-fsdp,tok_per_s_per_gpu,model,1,1,0.0707,0.0707,0.78,1.2,0.856,1.16,1,1.48
pytorch-fsdp,tokens_per_s_per_gpu,model,82,7,0.0712,0.0774,0.699,1.3,0.8,1.24,1,1.92
pytorch-fsdp,tok_per_s_per_gpu,chip,1,1,0.0773,0.0773,0.887,1.6,0.917,1.55,1,1.72
pytorch-fsdp,tokens_per_s_per_gpu,chip,82,3,0.0468,0.0641,0.906,1.47,0.931,1.43,0.951,1.63
pytorch-fsdp,tok_per_s_per_gpu,source,1,1,0.0707,0.0707,0.78,1.2,0.856,1.16,1,1.48
pytorch-fsdp,tokens_per_s_per_gpu,source,82,2,0.119,0.122,0.626,1.41,0.746,1.32,0.988,1.86
megatron-deepspeed,iteration_ms,rows,149,5,0.0565,0.0704,0.764,1.27,0.853,1.11,0.973,1.66
megatron-deepspeed,iteration_ms,model,149,6,0.06,0.0782,0.811,1.29,0.84,1.13,0.933,1.61
splitwise-a100,prompt_time_ms,rows,50,5,0.0677,0.137,0.811,1.52,0.854,1.31,0.86,1.91
splitwise-a100,token_time_ms,rows,50,5,0.0348,0.0429,0.886,1.1,0.912,1.08,0.96,1.25
splitwise-a100,prompt_time_ms,model,50,2,0.0886,0.163,0.745,1.79,0.805,1.46,0.78,2.41
splitwise-a100,token_time_ms,model,50,2,0.108,0.0908,0.736,1.3,0.777,1.19,0.98,1.7
splitwise-h100,prompt_time_ms,rows,32,5,0.124,0.147,0.751,1.86,0.831,1.49,0.875,2.54
splitwise-h100,token_time_ms,rows,32,5,0.0129,0.018,0.955,1.05,0.966,1.03,0.938,1.1
trtllm,prompt_time_ms,rows,3,3,0.035,0.42,0.786,1.32,0.83,1.18,0.667,1.69
trtllm,token_time_ms,rows,3,3,0.059,0.0532,0.865,1.15,0.901,1.1,1,1.25
trtllm,throughput_tok_s,rows,12,5,0.198,0.266,0.647,1.54,0.754,1.37,0.917,2.25
trtllm,tpot_ms,rows,95,5,0.0597,0.0777,0.817,1.2,0.871,1.13,0.947,1.48
trtllm,ttft_ms,rows,104,5,0.16,0.179,0.714,2.08,0.792,1.55,0.962,2.97
trtllm,output_tokens_per_s,rows,50,5,0.106,0.175,0.723,1.37,0.826,1.28,0.86,1.86
trtllm,prompt_time_ms,model,3,1,0.0351,0.42,0.747,1.65,0.782,1.31,0.667,3.2
trtllm,token_time_ms,model,3,1,0.0603,0.0553,0.816,1.22,0.854,1.15,1,1.59
trtllm,throughput_tok_s,model,12,3,0.197,0.268,0.644,1.69,0.746,1.47,0.833,2.39
trtllm,tpot_ms,model,95,3,0.062,0.0814,0.795,1.2,0.843,1.14,0.884,1.48
trtllm,ttft_ms,model,104,7,0.158,0.185,0.708,2.29,0.751,1.64,0.962,3.18
trtllm,output_tokens_per_s,model,50,8,0.12,0.181,0.696,1.5,0.807,1.37,0.88,2.1
trtllm,prompt_time_ms,chip,3,1,0.0514,0.403,0.758,1.79,0.812,1.36,0.667,2.98
trtllm,token_time_ms,chip,3,1,0.0727,0.0676,0.824,1.2,0.862,1.12,1,1.41
trtllm,throughput_tok_s,chip,12,1,0.207,0.275,0.643,1.46,0.738,1.31,0.167,1.39
trtllm,tpot_ms,chip,95,1,0.0622,0.0747,0.8,1.26,0.848,1.17,0.916,1.41
trtllm,ttft_ms,chip,104,3,0.149,0.189,0.721,2.5,0.794,1.66,0.952,2.79
trtllm,output_tokens_per_s,chip,50,3,0.109,0.176,0.706,1.39,0.804,1.28,0.76,1.66
trtllm,prompt_time_ms,source,3,1,0.0351,0.42,0.747,1.65,0.782,1.31,0.667,3.2
trtllm,token_time_ms,source,3,1,0.0603,0.0553,0.816,1.22,0.854,1.15,1,1.59
trtllm,throughput_tok_s,source,12,1,0.197,0.266,0.662,1.64,0.759,1.44,0.75,1.51
trtllm,tpot_ms,source,95,1,0.0595,0.0803,0.795,1.24,0.845,1.16,0.989,1.59
trtllm,ttft_ms,source,104,2,0.155,0.191,0.676,2.58,0.722,1.74,0.962,3.07
trtllm,output_tokens_per_s,source,50,1,0.107,0.176,0.699,1.5,0.804,1.37,0.68,1.51
sglang,tpot_ms,rows,73,5,0.0479,0.0651,0.847,1.12,0.881,1.09,0.945,1.34
sglang,ttft_ms,rows,73,5,0.237,0.246,0.65,2.84,0.744,1.99,1,4.32
sglang,tpot_ms,model,73,2,0.115,0.133,0.741,1.28,0.78,1.19,0.877,1.5
sglang,ttft_ms,model,73,2,0.224,0.24,0.66,2.49,0.734,1.92,0.753,2.24
sglang,tpot_ms,chip,73,2,0.115,0.133,0.751,1.32,0.784,1.2,0.795,1.49
sglang,ttft_ms,chip,73,2,0.224,0.24,0.685,2.43,0.771,1.86,0.753,2.14
vllm,tpot_ms,rows,111,5,0.0484,0.0566,0.867,1.14,0.901,1.11,0.928,1.33
vllm,ttft_ms,rows,111,5,0.12,0.158,0.712,1.74,0.804,1.44,0.982,2.44
vllm,tpot_ms,model,111,3,0.0605,0.0691,0.78,1.2,0.839,1.15,0.946,1.76
vllm,ttft_ms,model,111,3,0.144,0.162,0.678,2.25,0.748,1.59,0.91,5.08
vllm,tpot_ms,chip,111,2,0.0542,0.0573,0.835,1.19,0.871,1.13,0.973,1.44
vllm,ttft_ms,chip,111,2,0.119,0.167,0.692,2.13,0.782,1.57,0.955,3.57
pytorch,sequences_per_s,rows,10,5,0.139,0.193,0.639,1.36,0.789,1.24,0.6,1.9
pytorch,sequences_per_s,chip,10,2,0.0632,0.167,0.872,1.22,0.893,1.17,0.6,1.34
any stack,tpot_p50_ms,rows,663,66,0.05,0.0889,0.8,1.14,0.874,1.1,0.893,1.42
any stack,tpot_p50_ms,model,601,29,0.0785,0.118,0.724,1.21,0.802,1.13,0.912,1.68
any stack,tpot_p50_ms,chip,553,21,0.0732,0.11,0.767,1.22,0.83,1.15,0.872,1.62
any stack,tpot_p50_ms,source,98,2,0.0599,0.0795,0.769,1.3,0.83,1.2,0.378,1.15
any stack,ttft_p50_ms,rows,663,59,0.0977,0.17,0.733,1.88,0.82,1.5,0.9,2.57
any stack,ttft_p50_ms,model,603,31,0.114,0.185,0.703,1.94,0.782,1.51,0.899,2.81
any stack,ttft_p50_ms,chip,553,19,0.115,0.185,0.7,2.12,0.804,1.52,0.906,3.05
any stack,ttft_p50_ms,source,107,3,0.152,0.197,0.666,1.91,0.744,1.62,0.598,3.87
any stack,output_tokens_per_s,rows,361,47,0.057,0.101,0.799,1.33,0.88,1.25,0.895,1.67
any stack,output_tokens_per_s,model,331,28,0.0717,0.117,0.774,1.38,0.863,1.31,0.912,1.8
any stack,output_tokens_per_s,chip,333,18,0.0749,0.119,0.752,1.32,0.817,1.27,0.904,1.76
any stack,output_tokens_per_s,source,62,2,0.16,0.194,0.454,1.55,0.542,1.48,0.984,6.07
any stack,tokens_per_s_per_gpu,rows,330,47,0.0541,0.0798,0.836,1.22,0.887,1.15,0.921,1.47
any stack,tokens_per_s_per_gpu,model,320,58,0.0614,0.0839,0.833,1.23,0.879,1.16,0.912,1.49
any stack,tokens_per_s_per_gpu,chip,112,8,0.0463,0.0705,0.903,1.64,0.919,1.14,0.929,1.83
any stack,tokens_per_s_per_gpu,source,125,7,0.0986,0.115,0.819,1.34,0.851,1.28,0.832,1.78
any stack,throughput_inf_s,rows,103,30,0.0583,0.105,0.75,1.37,0.832,1.21,0.913,1.83
any stack,throughput_inf_s,model,103,42,0.0638,0.106,0.779,1.32,0.834,1.19,0.893,1.69
any stack,throughput_inf_s,chip,28,4,0.0554,0.128,0.71,1.48,0.748,1.21,0.893,5.11

profile,chips,models,parameters,tensor,batch,tokens,expert_count,expert_width,weights,kinds
tnx-2.18,inferentia2;trainium,llama-2-13b;llama-2-70b;llama-2-7b;mistral-7b,6.74..69,24..32,1..8,256..16400,,,bf16,decoder layers
tnx-2.18.1,inferentia2;trainium,llama-3-8b,8.03..8.03,24..32,1..8,4100..8190,,,int8,decoder layers
tnx-continuous,inferentia2,llama-2-7b;llama-3-8b;mistral-7b,6.74..8.03,8..12,1..32,512..2050,,,bf16;fp16,decoder layers
optimum-0.2,inferentia2,llama-3.1-8b,8.03..8.03,8..8,1..32,512..2050,,,bf16,decoder layers
tnx-2.14,inferentia2;trainium,opt-13b;opt-30b,12.9..30,8..8,1..256,128..2050,,,fp16,decoder layers
nxdi,inferentia2;trainium;trainium2,llama-3.1-8b;llama-4-scout;qwen3-235b-a22b,8.03..235,4..64,2..32,640..1750,16..128,1540..8190,bf16,decoder expert layers;decoder layers;decoder windowed expert layers
tnx-tgi,inferentia2;trainium,llama-2-7b;llama-3-70b;llama-3-8b;llama-3.1-8b,6.74..70.6,8..32,1..32,1750..1750,,,bf16;fp16,decoder layers
neuron-1,inferentia,bert-base;bert-base-cased;distilbert,0.0664..0.109,,1..128,128..128,,,,encoder layers
torch-neuronx-2.13,inferentia2;trainium,albert-base-v2;bert-base-cased;distilbert;distilbert-base-cased;distilbert-base-cased-distilled-squad;google/electra-base-discriminator;gpt2;gpt2-medium;vit-base,0.0664..0.355,,4..96,128..128,,,,decoder layers;encoder layers;vision layers
torch-neuronx,inferentia2,albert-base-v2;bert-base;bert-base-cased;clip-vit-b-32;distilbert;distilbert-base-cased;distilbert-base-cased-distilled-squad;google/electra-base-discriminator;gpt2;gpt2-medium;vit-base,0.0664..0.355,,1..64,128..128,,,,decoder layers;dual-encoder layers;encoder layers;vision layers
torch-neuronx-trn1,trainium,albert-base-v2;bert-base;bert-base-cased;distilbert;distilbert-base-cased;distilbert-base-cased-distilled-squad;google/electra-base-discriminator;gpt2;gpt2-medium,0.0664..0.355,,1..16,128..128,,,,decoder layers;encoder layers
nxd-encoder-decoder,inferentia2;trainium,t5-3b,2.85..2.85,8..8,1..1,212..212,,,,decoder cross-attention layers;encoder layers
torch-neuronx-cnn,inferentia;inferentia2,OpenPose;YOLO v4;resnet-101;resnet-50;resnet18;vgg11,0.0256..0.0445,,1..64,,,,,cnn
torch-neuronx-diffusion,inferentia2,pixart-alpha;stable-diffusion-1.5;stable-diffusion-2.1;stable-diffusion-xl-base,1.07..5.46,,1..1,,,,,diffusion
torch-neuronx-training,trainium,bert-large;vit-base,0.0866..0.336,1..1,,128..512,,,bf16;fp32,encoder layers;vision layers
nemo-neuron,trainium,gpt3-175b;gpt3-23b;gpt3-6.7b,6.66..175,8..32,,2050..2050,,,bf16,decoder layers
nxd-training,trainium,llama-2-70b;llama-2-7b;llama-3.1-8b,6.74..69,8..32,,4100..8190,,,bf16,decoder layers
megatron-lm,a100-40;a100-80,GPT-1.16B;GPT-1.7B;GPT-175B;GPT-2.03B;GPT-22B;GPT-3.6B;GPT-310.1B;GPT-39.1B;GPT-4.24B;GPT-7.5B;GPT-76.1B;MT-NLG-530B;gpt3-175b,1.16..530,1..8,,1020..2050,,,bf16;fp16,decoder layers
megatron-core,h100,GPT-1.7B;GPT-16B;GPT-177B;GPT-7.1B;GPT-70B;gpt-oss-120b;gpt3-175b;gpt3-20b;llama-2-13b;llama-2-70b;llama-2-7b;llama-2-7b-long;llama-3-70b;llama-3-8b;llama-3.1-405b;nemotron-3-8b;qwen3-235b-a22b;qwen3-30b-a3b,1.7..406,1..8,,2050..1050000,128..128,768..2880,bf16;fp8,decoder expert layers;decoder layers;decoder windowed expert layers
megatron-v100,v100,GPT-1.16B;GPT-2.03B;GPT-4.24B,1.16..4.24,1..4,,1020..1020,,,fp16,decoder layers
pytorch-fsdp,a100-40;a100-80;h100,llama-2-13b;llama-2-70b;llama-2-7b;llama-3-8b;llama-34b;mpt-1b;mpt-30b;mpt-7b,1.32..69,1..1,,512..65500,,,bf16;fp8,decoder layers
megatron-deepspeed,a100-80,12 x 1024;16 x 1024;20 x 1024;24 x 1024;30 x 3072;48 x 8192,0.151..38.7,1..16,,1020..2050,,,,decoder layers
splitwise-a100,a100-80,bloom-176b;llama-2-70b,69..176,2..8,1..64,256..8700,,,fp16,decoder layers
splitwise-h100,h100,llama-2-70b,69..69,2..8,1..16,256..8700,,,fp16,decoder layers
trtllm,a100-80;h100;h200,falcon-180b;gpt-j-6b;llama-2-70b;llama-2-7b;llama-3.1-70b;llama-3.1-8b;llama-3.3-70b;mistral-7b;mixtral-8x7b;qwen3-235b-a22b;qwen3-32b,6.05..235,1..8,1..2050,129..5500,8..128,1540..14300,bf16;fp16;fp8,decoder expert layers;decoder layers
sglang,h100;h200,deepseek-v3;qwen3-32b,32.8..671,1..8,4..128,1150..9220,256..256,2050..2050,bf16;fp8,decoder latent expert layers;decoder latent layers;decoder layers
vllm,h100;h200,gpt-oss-120b;llama-3.1-70b;qwen3-32b,32.8..117,1..8,4..144,1150..9220,128..128,2880..2880,bf16;fp4;fp8,decoder expert layers;decoder layers;decoder windowed expert layers
pytorch,a100-80;v100,bert-large,0.335..0.335,1..1,,128..512,,,fp16,encoder layers
`;

/** Evidence by the name of the profile. */
export const measuredEvidence: ReadonlyMap<string, Evidence> = readEvidence(text);
