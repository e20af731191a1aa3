/**
 * Measured errors and coverage of the shipped profiles: what `trnsim calibrate --left-out` prints for the shipped measurements.
 * Errors are fractions; `low` to `high` are 90 % of measured / predicted (80 % beside them), `inside` and `width` of bands made without the group itself.
 */
import type { Evidence } from "./evidence.ts";
import { readEvidence } from "./evidence-table.ts";

const text = `profile,metric,left_out,rows,groups,median_error,mean_error,low,high,low_80,high_80,inside,width
tnx-2.18,tpot_p50_ms,rows,26,5,0.041,0.0578,0.876,1.12,0.911,1.09,0.923,1.28
tnx-2.18,ttft_p50_ms,rows,26,5,0.0853,0.109,0.779,1.53,0.859,1.33,0.962,1.99
tnx-2.18,throughput_tok_s,rows,26,5,0.0356,0.0731,0.857,1.13,0.896,1.09,0.885,1.3
tnx-2.18,tpot_p50_ms,model,26,4,0.0415,0.0541,0.843,1.13,0.888,1.09,0.923,1.44
tnx-2.18,ttft_p50_ms,model,26,4,0.0802,0.123,0.748,1.48,0.826,1.35,0.962,2.21
tnx-2.18,throughput_tok_s,model,26,4,0.0409,0.0727,0.856,1.16,0.892,1.14,0.923,1.53
tnx-2.18,tpot_p50_ms,chip,26,2,0.0432,0.0631,0.867,1.1,0.902,1.06,0.846,1.19
tnx-2.18,ttft_p50_ms,chip,26,2,0.117,0.129,0.753,1.79,0.828,1.49,0.962,1.83
tnx-2.18,throughput_tok_s,chip,26,2,0.0415,0.0694,0.787,1.2,0.912,1.15,0.923,1.34
tnx-continuous,tpot_p50_ms,rows,105,5,0.0411,0.0421,0.888,1.12,0.914,1.09,0.952,1.26
tnx-continuous,throughput_tok_s,rows,105,5,0.0268,0.0311,0.917,1.09,0.929,1.07,0.981,1.2
tnx-continuous,ttft_p50_ms,rows,104,5,0.0609,0.102,0.874,1.66,0.906,1.18,0.904,1.89
tnx-continuous,tpot_p50_ms,model,105,3,0.0659,0.0572,0.811,1.16,0.846,1.12,0.952,1.48
tnx-continuous,throughput_tok_s,model,105,3,0.0358,0.0433,0.881,1.13,0.913,1.11,0.971,1.31
tnx-continuous,ttft_p50_ms,model,104,3,0.0467,0.104,0.849,1.62,0.887,1.18,0.904,1.91
tnx-continuous,tpot_p50_ms,chip,105,1,0.0476,0.0496,0.783,1.16,0.853,1.11,0.99,1.48
tnx-continuous,throughput_tok_s,chip,105,1,0.0254,0.0298,0.847,1.17,0.918,1.13,1,2.11
tnx-continuous,ttft_p50_ms,chip,104,1,0.0279,0.0938,0.91,1.73,0.936,1.23,0.904,2.36
tnx-2.18.1,tpot_p50_ms,rows,11,5,0.0419,0.0492,0.883,1.13,0.913,1.1,1,1.28
tnx-2.18.1,ttft_p50_ms,rows,11,5,0.15,0.225,0.691,1.9,0.775,1.4,0.818,2.72
tnx-2.18.1,throughput_tok_s,rows,11,5,0.0461,0.0506,0.856,1.15,0.885,1.1,1,1.35
tnx-2.18.1,tpot_p50_ms,model,11,1,0.0465,0.0544,0.803,1.14,0.856,1.11,1,1.57
tnx-2.18.1,ttft_p50_ms,model,11,1,0.171,0.255,0.612,1.91,0.7,1.55,0.818,2.45
tnx-2.18.1,throughput_tok_s,model,11,1,0.0441,0.0524,0.836,1.22,0.882,1.18,1,1.75
tnx-2.18.1,tpot_p50_ms,chip,11,2,0.0991,0.099,0.743,1.26,0.809,1.16,1,1.66
tnx-2.18.1,ttft_p50_ms,chip,11,2,0.138,0.252,0.675,1.93,0.75,1.61,0.818,3.76
tnx-2.18.1,throughput_tok_s,chip,11,2,0.0946,0.0949,0.637,1.45,0.8,1.35,1,2.31
optimum-0.2,tpot_p50_ms,rows,28,5,0.0255,0.0366,0.905,1.09,0.928,1.07,0.964,1.21
optimum-0.2,ttft_p50_ms,rows,28,5,0.0172,0.042,0.94,1.15,0.958,1.07,0.929,1.21
optimum-0.2,throughput_tok_s,rows,28,5,0.0157,0.0205,0.939,1.06,0.955,1.04,0.964,1.14
tnx-2.14,tpot_p50_ms,rows,6,5,0.0685,0.0771,0.874,1.13,0.906,1.1,0.667,1.29
tnx-2.14,throughput_tok_s,rows,6,5,0.14,0.455,0.666,1.24,0.692,1.19,0.5,2.07
tnx-2.14,tpot_p50_ms,model,6,2,0.083,0.0712,0.748,1.18,0.812,1.13,1,1.42
tnx-2.14,throughput_tok_s,model,6,2,0.144,0.43,0.678,1.37,0.724,1.3,0.833,1.6
tnx-2.14,tpot_p50_ms,chip,6,2,0.0761,0.0726,0.843,1.14,0.88,1.09,0.667,1.31
tnx-2.14,throughput_tok_s,chip,6,2,0.128,0.444,0.488,1.77,0.673,1.55,0.833,2.8
nxdi,tpot_p50_ms,rows,1,1,0.00164,0.00164,0.924,1.07,0.947,1.06,1,1.32
nxdi,ttft_p50_ms,rows,1,1,0.0832,0.0832,0.787,1.63,0.861,1.35,1,2.21
nxdi,throughput_tok_s,rows,39,5,0.0625,0.0846,0.811,1.25,0.864,1.17,0.949,1.53
nxdi,itl_ms,rows,38,5,0.104,0.158,0.718,1.3,0.773,1.2,0.789,1.73
nxdi,ttft_ms,rows,38,5,0.0926,0.163,0.694,1.56,0.777,1.36,0.895,2.25
nxdi,tpot_p50_ms,model,1,1,0.0496,0.0496,0.797,1.14,0.862,1.11,1,1.51
nxdi,ttft_p50_ms,model,1,1,0.356,0.356,0.673,1.97,0.79,1.63,0,2.31
nxdi,throughput_tok_s,model,39,3,0.0938,0.135,0.815,1.43,0.863,1.32,0.769,1.53
nxdi,itl_ms,model,38,3,0.134,0.231,0.67,1.16,0.76,1.12,0.737,1.57
nxdi,ttft_ms,model,38,3,0.257,0.633,0.514,2.09,0.635,1.74,0.711,2.19
nxdi,tpot_p50_ms,chip,1,1,0.0209,0.0209,0.876,1.12,0.902,1.07,1,1.36
nxdi,ttft_p50_ms,chip,1,1,0.0516,0.0516,0.801,1.62,0.87,1.37,1,2.41
nxdi,throughput_tok_s,chip,39,3,0.0689,0.0894,0.731,1.38,0.871,1.27,1,1.92
nxdi,itl_ms,chip,38,3,0.0988,0.161,0.761,1.2,0.799,1.11,0.711,1.45
nxdi,ttft_ms,chip,38,3,0.0953,0.169,0.701,1.74,0.848,1.4,0.895,2.24
tnx-tgi,itl_ms,rows,62,5,0.126,0.177,0.69,1.35,0.752,1.29,0.903,1.93
tnx-tgi,ttft_ms,rows,62,5,0.168,0.202,0.642,2.07,0.752,1.66,1,3.99
tnx-tgi,throughput_tok_s,rows,62,5,0.128,0.154,0.682,1.41,0.746,1.3,0.952,2.06
tnx-tgi,itl_ms,model,62,3,0.118,0.186,0.635,1.32,0.701,1.24,0.726,2.18
tnx-tgi,ttft_ms,model,62,3,0.164,0.198,0.562,2.2,0.64,1.78,1,4.84
tnx-tgi,throughput_tok_s,model,62,3,0.144,0.162,0.637,1.58,0.744,1.46,0.935,2.46
tnx-tgi,itl_ms,chip,62,2,0.132,0.202,0.635,1.4,0.682,1.27,0.677,1.69
tnx-tgi,ttft_ms,chip,62,2,0.162,0.2,0.665,2.14,0.757,1.67,0.935,2.5
tnx-tgi,throughput_tok_s,chip,62,2,0.123,0.155,0.643,1.62,0.766,1.54,0.645,1.47
tnx-tgi-2.20,itl_ms,rows,20,5,0.535,0.443,0.366,3.06,0.498,2.41,0.75,7.22
tnx-tgi-2.20,ttft_ms,rows,20,5,0.458,0.43,0.526,5.16,0.67,3.12,0.85,9.4
tnx-tgi-2.20,throughput_tok_s,rows,20,5,0.127,0.185,0.71,1.31,0.76,1.21,0.85,1.83
neuron-1,throughput_inf_s,rows,18,5,0.128,0.19,0.682,1.46,0.743,1.3,0.833,2.09
neuron-1,throughput_inf_s,model,18,3,0.111,0.167,0.728,1.43,0.787,1.28,0.778,2.01
torch-neuronx-2.13,throughput_inf_s,rows,16,5,0.072,0.0858,0.796,1.29,0.834,1.2,0.938,1.64
torch-neuronx-2.13,throughput_inf_s,model,16,9,0.0781,0.102,0.796,1.27,0.843,1.19,0.875,1.59
torch-neuronx-2.13,throughput_inf_s,chip,16,2,0.0617,0.0864,0.379,2.07,0.383,2.06,1,7.29
torch-neuronx,throughput_inf_s,rows,29,5,0.0393,0.0504,0.875,1.15,0.912,1.12,0.966,1.33
torch-neuronx,throughput_inf_s,model,29,11,0.0487,0.052,0.873,1.17,0.906,1.13,0.966,1.34
torch-neuronx-trn1,throughput_inf_s,rows,21,5,0.0428,0.0541,0.874,1.19,0.903,1.13,1,1.39
torch-neuronx-trn1,throughput_inf_s,model,21,9,0.0388,0.0496,0.886,1.18,0.908,1.11,1,1.34
nxd-encoder-decoder,latency_per_token_p50_ms,rows,2,2,0.00532,0.00532,0.942,1.05,0.959,1.04,1,1.19
nxd-encoder-decoder,throughput_tok_s,rows,2,2,0.00572,0.00572,0.934,1.07,0.947,1.05,1,1.24
nxd-encoder-decoder,latency_per_token_p50_ms,chip,2,2,0.00532,0.00532,0.927,1.06,0.947,1.04,1,1.23
nxd-encoder-decoder,throughput_tok_s,chip,2,2,0.00572,0.00572,0.882,1.11,0.949,1.08,1,1.48
torch-neuronx-cnn,throughput_inf_s,rows,12,5,0.0668,0.19,0.707,1.34,0.839,1.22,0.75,1.85
torch-neuronx-cnn,throughput_inf_s,model,12,6,0.0615,0.19,0.706,1.33,0.766,1.22,0.75,2.09
torch-neuronx-cnn,throughput_inf_s,chip,12,2,0.0522,0.184,0.724,1.31,0.744,1.29,0.75,2.56
torch-neuronx-diffusion,throughput_inf_s,rows,7,5,0.167,0.168,0.658,1.49,0.772,1.35,0.857,1.84
torch-neuronx-diffusion,throughput_inf_s,model,7,4,0.223,0.215,0.647,1.57,0.749,1.36,1,2.29
torch-neuronx-training,seq_per_s,rows,15,5,0.0563,0.0875,0.792,1.24,0.866,1.14,0.933,1.57
torch-neuronx-training,seq_per_s,model,15,2,0.0517,0.0758,0.79,1.21,0.852,1.17,0.933,1.51
nemo-neuron,seq_per_s,rows,3,3,0.111,0.0945,0.747,1.34,0.851,1.2,1,1.54
nemo-neuron,seq_per_s,model,3,3,0.111,0.0945,0.744,1.29,0.807,1.23,1,1.49
nxd-training,seq_per_s,rows,6,5,0.141,0.194,0.633,1.51,0.753,1.3,0.833,2.1
nxd-training,seq_per_s,model,6,3,0.0912,0.144,0.765,1.23,0.827,1.18,0.833,1.52
megatron-lm,iter_time_s,rows,19,5,0.0381,0.0445,0.851,1.18,0.903,1.1,0.947,1.41
megatron-lm,iter_time_s,model,19,13,0.0349,0.0482,0.888,1.15,0.909,1.09,0.842,1.31
megatron-lm,iter_time_s,chip,19,2,0.0389,0.0487,0.716,1.09,0.864,1.08,0.947,1.47
megatron-core,iter_time_s,rows,7,5,0.0303,0.0592,0.901,1.14,0.927,1.09,0.714,1.24
megatron-core,tokens_per_s_per_gpu,rows,35,5,0.0455,0.11,0.842,1.27,0.886,1.16,0.8,1.49
megatron-core,iter_time_s,model,7,7,0.0359,0.0606,0.892,1.18,0.92,1.11,0.857,1.26
megatron-core,tokens_per_s_per_gpu,model,35,13,0.0513,0.119,0.749,1.35,0.826,1.21,0.8,1.91
megatron-core,iter_time_s,source,7,1,0.0297,0.0585,0.882,1.19,0.914,1.11,1,1.46
megatron-core,tokens_per_s_per_gpu,source,35,3,0.0459,0.111,0.802,1.27,0.867,1.16,0.771,1.49
megatron-v100,iter_time_s,rows,3,3,0.02,0.0177,0.881,1.14,0.924,1.07,1,1.2
megatron-v100,iter_time_s,model,3,3,0.02,0.0177,0.893,1.13,0.914,1.1,1,1.19
pytorch-fsdp,tok_per_s_per_gpu,rows,1,1,0.0706,0.0706,0.789,1.26,0.855,1.15,1,1.59
pytorch-fsdp,tokens_per_s_per_gpu,rows,82,5,0.0459,0.0604,0.861,1.18,0.9,1.12,0.927,1.39
pytorch-fsdp,tok_per_s_per_gpu,model,1,1,0.0686,0.0686,0.784,1.22,0.837,1.15,1,1.52
pytorch-fsdp,tokens_per_s_per_gpu,model,82,7,0.0722,0.0755,0.77,1.32,0.826,1.25,0.988,1.78
pytorch-fsdp,tok_per_s_per_gpu,chip,1,1,0.0761,0.0761,0.89,1.7,0.908,1.64,1,1.86
pytorch-fsdp,tokens_per_s_per_gpu,chip,82,3,0.0458,0.0626,0.901,1.41,0.916,1.37,0.951,1.62
pytorch-fsdp,tok_per_s_per_gpu,source,1,1,0.0686,0.0686,0.784,1.22,0.837,1.15,1,1.52
pytorch-fsdp,tokens_per_s_per_gpu,source,82,2,0.116,0.123,0.665,1.45,0.736,1.34,0.976,1.81
megatron-deepspeed,iteration_ms,rows,149,5,0.0574,0.0708,0.824,1.24,0.878,1.13,0.96,1.54
megatron-deepspeed,iteration_ms,model,149,6,0.0603,0.0778,0.809,1.27,0.854,1.2,0.913,1.62
splitwise-a100,prompt_time_ms,rows,50,5,0.0677,0.137,0.827,1.51,0.86,1.3,0.84,1.87
splitwise-a100,token_time_ms,rows,50,5,0.0348,0.0429,0.884,1.1,0.912,1.08,0.96,1.25
splitwise-a100,prompt_time_ms,model,50,2,0.0886,0.163,0.721,1.61,0.79,1.44,0.92,2.23
splitwise-a100,token_time_ms,model,50,2,0.108,0.0908,0.685,1.22,0.757,1.17,0.76,1.71
splitwise-h100,prompt_time_ms,rows,32,5,0.124,0.147,0.76,1.84,0.84,1.47,0.875,2.48
splitwise-h100,token_time_ms,rows,32,5,0.0129,0.018,0.954,1.05,0.965,1.04,0.938,1.1
trtllm,prompt_time_ms,rows,3,3,0.035,0.42,0.787,1.34,0.831,1.19,0.667,1.72
trtllm,token_time_ms,rows,3,3,0.059,0.0532,0.858,1.15,0.898,1.12,1,1.26
trtllm,throughput_tok_s,rows,12,5,0.198,0.266,0.598,1.46,0.701,1.34,0.917,2.32
trtllm,tpot_ms,rows,95,5,0.0597,0.0777,0.816,1.2,0.872,1.14,0.937,1.47
trtllm,ttft_ms,rows,104,5,0.16,0.179,0.722,2.07,0.798,1.55,0.962,2.93
trtllm,output_tokens_per_s,rows,50,5,0.106,0.175,0.697,1.33,0.798,1.27,0.82,1.89
trtllm,prompt_time_ms,model,3,1,0.0351,0.42,0.714,1.42,0.768,1.3,0.667,2.79
trtllm,token_time_ms,model,3,1,0.0603,0.0553,0.771,1.16,0.84,1.11,1,1.57
trtllm,throughput_tok_s,model,12,3,0.197,0.268,0.645,1.67,0.728,1.53,0.833,2.37
trtllm,tpot_ms,model,95,3,0.062,0.0814,0.761,1.17,0.83,1.12,0.842,1.5
trtllm,ttft_ms,model,104,7,0.158,0.185,0.678,1.9,0.742,1.6,0.942,2.73
trtllm,output_tokens_per_s,model,50,8,0.12,0.181,0.698,1.48,0.798,1.39,0.88,2.07
trtllm,prompt_time_ms,chip,3,1,0.0514,0.403,0.745,1.49,0.819,1.33,0.667,2.24
trtllm,token_time_ms,chip,3,1,0.0727,0.0676,0.775,1.19,0.849,1.1,1,1.43
trtllm,throughput_tok_s,chip,12,1,0.207,0.275,0.486,1.69,0.746,1.4,0.5,1.68
trtllm,tpot_ms,chip,95,1,0.0622,0.0747,0.75,1.26,0.828,1.16,0.884,1.43
trtllm,ttft_ms,chip,104,3,0.149,0.189,0.696,2.07,0.795,1.64,0.913,2.3
trtllm,output_tokens_per_s,chip,50,3,0.109,0.176,0.587,1.53,0.807,1.34,0.92,2.08
trtllm,prompt_time_ms,source,3,1,0.0351,0.42,0.714,1.42,0.768,1.3,0.667,2.79
trtllm,token_time_ms,source,3,1,0.0603,0.0553,0.771,1.16,0.84,1.11,1,1.57
trtllm,throughput_tok_s,source,12,1,0.197,0.266,0.661,1.63,0.741,1.49,0.75,1.53
trtllm,tpot_ms,source,95,1,0.0595,0.0803,0.759,1.2,0.831,1.14,0.937,1.57
trtllm,ttft_ms,source,104,2,0.155,0.191,0.641,2.06,0.71,1.7,0.933,2.62
trtllm,output_tokens_per_s,source,50,1,0.107,0.176,0.7,1.49,0.792,1.4,0.68,1.53
sglang,tpot_ms,rows,73,5,0.0479,0.0651,0.845,1.11,0.882,1.09,0.945,1.33
sglang,ttft_ms,rows,73,5,0.237,0.246,0.658,2.77,0.765,1.97,0.973,4.18
sglang,tpot_ms,model,73,2,0.115,0.133,0.684,1.22,0.775,1.16,1,1.53
sglang,ttft_ms,model,73,2,0.224,0.24,0.623,2.31,0.697,1.81,0.712,2.23
sglang,tpot_ms,chip,73,2,0.115,0.133,0.64,1.3,0.763,1.2,1,1.64
sglang,ttft_ms,chip,73,2,0.224,0.24,0.609,2.32,0.771,1.88,0.712,2.23
vllm,tpot_ms,rows,111,5,0.0484,0.0566,0.864,1.14,0.903,1.11,0.937,1.33
vllm,ttft_ms,rows,111,5,0.12,0.158,0.724,1.72,0.816,1.43,0.964,2.38
vllm,tpot_ms,model,111,3,0.0605,0.0691,0.743,1.17,0.825,1.12,0.928,1.81
vllm,ttft_ms,model,111,3,0.144,0.162,0.663,1.86,0.736,1.56,0.901,3.91
vllm,tpot_ms,chip,111,2,0.0542,0.0573,0.773,1.18,0.853,1.13,0.982,1.55
vllm,ttft_ms,chip,111,2,0.119,0.167,0.624,1.89,0.79,1.55,0.982,3.36
pytorch,sequences_per_s,rows,10,5,0.144,0.19,0.677,1.4,0.787,1.33,0.6,1.86
pytorch,sequences_per_s,chip,10,2,0.084,0.173,0.878,1.29,0.895,1.26,0.6,1.24
any stack,tpot_p50_ms,rows,663,71,0.0472,0.0831,0.827,1.31,0.897,1.12,0.911,1.59
any stack,tpot_p50_ms,model,581,28,0.0728,0.101,0.761,1.16,0.819,1.12,0.905,1.6
any stack,tpot_p50_ms,chip,533,21,0.0635,0.0946,0.781,1.16,0.837,1.11,0.912,1.52
any stack,tpot_p50_ms,source,98,2,0.0599,0.0795,0.769,1.3,0.83,1.2,0.378,1.15
any stack,ttft_p50_ms,rows,663,64,0.0994,0.168,0.742,2.16,0.83,1.57,0.914,2.94
any stack,ttft_p50_ms,model,583,30,0.115,0.202,0.697,1.7,0.768,1.47,0.892,2.47
any stack,ttft_p50_ms,chip,533,19,0.112,0.172,0.695,1.74,0.806,1.49,0.904,2.55
any stack,ttft_p50_ms,source,107,3,0.152,0.197,0.666,1.91,0.744,1.62,0.598,3.87
any stack,output_tokens_per_s,rows,361,52,0.0515,0.104,0.714,1.29,0.823,1.23,0.903,1.8
any stack,output_tokens_per_s,model,311,27,0.0625,0.12,0.715,1.38,0.851,1.31,0.891,1.95
any stack,output_tokens_per_s,chip,313,18,0.0529,0.108,0.737,1.37,0.856,1.27,0.879,1.89
any stack,output_tokens_per_s,source,62,2,0.16,0.194,0.454,1.55,0.542,1.48,0.984,6.07
any stack,tokens_per_s_per_gpu,rows,330,47,0.0536,0.0796,0.835,1.22,0.882,1.15,0.918,1.47
any stack,tokens_per_s_per_gpu,model,320,58,0.0585,0.0829,0.821,1.23,0.878,1.14,0.909,1.5
any stack,tokens_per_s_per_gpu,chip,112,8,0.0461,0.07,0.905,1.57,0.917,1.14,0.929,1.75
any stack,tokens_per_s_per_gpu,source,125,7,0.104,0.116,0.787,1.32,0.83,1.26,0.912,1.7
any stack,throughput_inf_s,rows,103,30,0.0583,0.105,0.75,1.37,0.832,1.21,0.913,1.83
any stack,throughput_inf_s,model,103,42,0.0638,0.106,0.779,1.32,0.834,1.19,0.893,1.69
any stack,throughput_inf_s,chip,28,4,0.0554,0.128,0.71,1.48,0.748,1.21,0.893,5.11

profile,chips,models,parameters,tensor,batch,tokens,expert_count,expert_width,weights,kinds
tnx-2.18,inferentia2;trainium,llama-2-13b;llama-2-70b;llama-2-7b;mistral-7b,6.74..69,24..32,1..8,256..16400,,,bf16,decoder layers
tnx-continuous,inferentia2,llama-2-7b;llama-3-8b;mistral-7b,6.74..8.03,8..12,1..32,512..2050,,,bf16;fp16,decoder layers
tnx-2.18.1,inferentia2;trainium,llama-3-8b,8.03..8.03,24..32,1..8,4100..8190,,,int8,decoder layers
optimum-0.2,inferentia2,llama-3.1-8b,8.03..8.03,8..8,1..32,512..2050,,,bf16,decoder layers
tnx-2.14,inferentia2;trainium,opt-13b;opt-30b,12.9..30,8..8,1..256,128..2050,,,fp16,decoder layers
nxdi,inferentia2;trainium;trainium2,llama-3.1-8b;llama-4-scout;qwen3-235b-a22b,8.03..235,4..64,2..32,640..1750,16..128,1540..8190,bf16,decoder expert layers;decoder layers;decoder windowed expert layers
tnx-tgi,inferentia2;trainium,llama-2-7b;llama-3-70b;llama-3-8b,6.74..70.6,8..32,1..32,1750..1750,,,fp16,decoder layers
tnx-tgi-2.20,inferentia2,llama-3.1-8b,8.03..8.03,8..8,32..32,1750..1750,,,bf16,decoder layers
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
