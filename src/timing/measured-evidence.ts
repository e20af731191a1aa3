/**
 * Measured errors and coverage of the shipped profiles: what `trnsim calibrate --left-out` prints for the shipped measurements.
 * Errors are fractions; `low` to `high` are 90 % of measured / predicted (80 % beside them), `inside` and `width` of bands made without the group itself.
 */
import type { Evidence } from "./evidence.ts";
import { readEvidence } from "./evidence-table.ts";

const text = `profile,metric,left_out,rows,groups,median_error,mean_error,low,high,low_80,high_80,inside,width,slope,at,span
tnx-2.18,tpot_p50_ms,rows,26,5,0.0421,0.0579,0.883,1.1,0.914,1.08,0.923,1.26,0.14,1.75,1..8
tnx-2.18,ttft_p50_ms,rows,26,5,0.0621,0.0975,0.794,1.39,0.911,1.28,0.885,1.75,,,
tnx-2.18,throughput_tok_s,rows,26,5,0.0359,0.0731,0.828,1.11,0.878,1.08,0.885,1.34,,,
tnx-2.18,tpot_p50_ms,model,26,4,0.0401,0.0533,0.881,1.14,0.909,1.09,0.923,1.44,0.08,1.75,1..8
tnx-2.18,ttft_p50_ms,model,26,4,0.0675,0.104,0.761,1.44,0.863,1.35,0.962,2.26,,,
tnx-2.18,throughput_tok_s,model,26,4,0.0403,0.0717,0.812,1.14,0.875,1.1,0.923,1.81,,,
tnx-2.18,tpot_p50_ms,chip,26,2,0.0439,0.0626,0.863,1.09,0.898,1.06,0.731,1.16,0.06,1.75,1..8
tnx-2.18,ttft_p50_ms,chip,26,2,0.107,0.124,0.773,1.72,0.855,1.46,0.962,1.84,,,
tnx-2.18,throughput_tok_s,chip,26,2,0.0401,0.071,0.797,1.18,0.905,1.1,0.846,1.25,,,
tnx-continuous,tpot_p50_ms,rows,105,5,0.0412,0.042,0.896,1.11,0.924,1.1,0.971,1.25,0.16,6.83,1..32
tnx-continuous,throughput_tok_s,rows,105,5,0.0211,0.0294,0.918,1.07,0.933,1.06,0.943,1.17,,,
tnx-continuous,ttft_p50_ms,rows,104,5,0.0336,0.0909,0.924,1.85,0.939,1.15,0.904,1.99,,,
tnx-continuous,tpot_p50_ms,model,105,3,0.059,0.0557,0.863,1.15,0.892,1.12,0.981,1.38,0.1,6.83,1..32
tnx-continuous,throughput_tok_s,model,105,3,0.0381,0.0436,0.874,1.11,0.902,1.09,0.943,1.3,,,
tnx-continuous,ttft_p50_ms,model,104,3,0.043,0.101,0.87,1.92,0.91,1.17,0.923,2.38,,,
tnx-continuous,tpot_p50_ms,chip,105,1,0.0445,0.0474,0.842,1.14,0.869,1.1,0.99,1.36,0.08,6.83,1..32
tnx-continuous,throughput_tok_s,chip,105,1,0.0274,0.0303,0.866,1.15,0.908,1.11,1,1.87,,,
tnx-continuous,ttft_p50_ms,chip,104,1,0.0391,0.0982,0.886,2.51,0.911,1.33,0.904,2.56,,,
tnx-2.18.1,tpot_p50_ms,rows,11,5,0.0424,0.0492,0.893,1.14,0.913,1.12,1,1.25,0.16,2.13,1..8
tnx-2.18.1,ttft_p50_ms,rows,11,5,0.136,0.221,0.66,1.79,0.727,1.35,0.727,2.71,,,
tnx-2.18.1,throughput_tok_s,rows,11,5,0.0463,0.0504,0.847,1.11,0.89,1.08,1,1.32,,,
tnx-2.18.1,tpot_p50_ms,model,11,1,0.0443,0.0534,0.862,1.16,0.886,1.14,1,1.39,0.1,2.13,1..8
tnx-2.18.1,ttft_p50_ms,model,11,1,0.172,0.249,0.557,2.06,0.644,1.58,0.818,2.57,,,
tnx-2.18.1,throughput_tok_s,model,11,1,0.0451,0.0515,0.797,1.18,0.87,1.13,1,1.75,,,
tnx-2.18.1,tpot_p50_ms,chip,11,2,0.0984,0.0934,0.778,1.24,0.822,1.16,0.818,1.51,0.08,2.13,1..8
tnx-2.18.1,ttft_p50_ms,chip,11,2,0.127,0.24,0.597,1.91,0.65,1.58,0.818,4.14,,,
tnx-2.18.1,throughput_tok_s,chip,11,2,0.0874,0.0904,0.687,1.31,0.807,1.21,1,1.96,,,
optimum-0.2,tpot_p50_ms,rows,28,5,0.0263,0.036,0.916,1.08,0.928,1.08,0.929,1.2,0.14,8,1..32
optimum-0.2,ttft_p50_ms,rows,28,5,0.0185,0.0423,0.944,1.16,0.955,1.07,0.929,1.22,,,
optimum-0.2,throughput_tok_s,rows,28,5,0.0157,0.0202,0.938,1.06,0.959,1.03,0.893,1.13,,,
tnx-2.14,tpot_p50_ms,rows,6,5,0.0683,0.077,0.826,1.14,0.849,1.12,0.833,1.45,0.18,16,1..256
tnx-2.14,throughput_tok_s,rows,6,5,0.14,0.455,0.523,1.24,0.549,1.2,0.5,2.53,,,
tnx-2.14,tpot_p50_ms,model,6,2,0.0829,0.0712,0.83,1.14,0.849,1.12,1,1.4,0.12,16,1..256
tnx-2.14,throughput_tok_s,model,6,2,0.145,0.431,0.53,1.3,0.575,1.25,0.667,1.56,,,
tnx-2.14,tpot_p50_ms,chip,6,2,0.0758,0.0724,0.84,1.15,0.865,1.1,0.5,1.31,0.08,16,1..256
tnx-2.14,throughput_tok_s,chip,6,2,0.129,0.444,0.422,1.54,0.54,1.36,0.833,2.85,,,
nxdi,tpot_p50_ms,rows,1,1,0.124,0.124,0.854,1.18,0.896,1.15,0,1.28,0.14,2,2..2
nxdi,ttft_p50_ms,rows,1,1,0.0781,0.0781,0.812,1.58,0.864,1.35,1,2.16,,,
nxdi,throughput_tok_s,rows,39,5,0.0577,0.0679,0.782,1.15,0.872,1.1,0.923,1.45,,,
nxdi,itl_ms,rows,38,5,0.0766,0.106,0.749,1.26,0.842,1.2,0.921,1.69,0.14,6.79,1..32
nxdi,ttft_ms,rows,38,5,0.128,0.191,0.623,1.72,0.756,1.48,0.947,2.78,,,
nxdi,tpot_p50_ms,model,1,1,0.0724,0.0724,0.836,1.14,0.865,1.12,1,1.38,0.1,2,2..2
nxdi,ttft_p50_ms,model,1,1,0.349,0.349,0.658,1.9,0.738,1.64,1,2.38,,,
nxdi,throughput_tok_s,model,39,3,0.0757,0.093,0.778,1.36,0.851,1.22,0.949,1.97,,,
nxdi,itl_ms,model,38,3,0.118,0.16,0.607,1.26,0.653,1.21,0.921,2.25,0.1,6.79,1..32
nxdi,ttft_ms,model,38,3,0.231,0.473,0.467,2.14,0.546,1.88,0.921,5.99,,,
nxdi,tpot_p50_ms,chip,1,1,0.00187,0.00187,0.919,1.07,0.937,1.05,1,1.34,0.06,2,2..2
nxdi,ttft_p50_ms,chip,1,1,0.0525,0.0525,0.792,1.61,0.866,1.37,1,2.53,,,
nxdi,throughput_tok_s,chip,39,3,0.0488,0.063,0.771,1.19,0.874,1.12,0.974,1.69,,,
nxdi,itl_ms,chip,38,3,0.0756,0.115,0.711,1.32,0.757,1.2,0.895,1.83,0.06,6.79,1..32
nxdi,ttft_ms,chip,38,3,0.139,0.181,0.568,1.81,0.682,1.58,0.974,3.98,,,
tnx-tgi,itl_ms,rows,62,5,0.146,0.177,0.701,1.42,0.747,1.37,0.984,2,0.16,4.47,1..32
tnx-tgi,ttft_ms,rows,62,5,0.182,0.197,0.649,2,0.737,1.67,1,3.23,,,
tnx-tgi,throughput_tok_s,rows,62,5,0.143,0.161,0.633,1.39,0.703,1.32,0.968,2.23,,,
tnx-tgi,itl_ms,model,62,3,0.144,0.183,0.66,1.4,0.707,1.34,0.919,2.14,0.08,4.47,1..32
tnx-tgi,ttft_ms,model,62,3,0.167,0.193,0.596,2.15,0.689,1.82,1,4.57,,,
tnx-tgi,throughput_tok_s,model,62,3,0.147,0.166,0.605,1.53,0.701,1.41,0.887,2.46,,,
tnx-tgi,itl_ms,chip,62,2,0.134,0.202,0.581,1.43,0.645,1.33,0.661,1.79,0.06,4.47,1..32
tnx-tgi,ttft_ms,chip,62,2,0.163,0.201,0.605,2.16,0.701,1.72,1,2.76,,,
tnx-tgi,throughput_tok_s,chip,62,2,0.125,0.155,0.642,1.63,0.728,1.45,0.645,1.52,,,
tnx-tgi-2.20,itl_ms,rows,20,5,0.535,0.453,0.52,3.01,0.635,2.72,0.9,5.95,0.14,22.6,1..32
tnx-tgi-2.20,ttft_ms,rows,20,5,0.459,0.438,0.576,7.07,0.763,4.35,0.9,12.8,,,
tnx-tgi-2.20,throughput_tok_s,rows,20,5,0.135,0.195,0.654,1.2,0.725,1.13,0.9,1.85,,,
neuron-1,throughput_inf_s,rows,18,5,0.133,0.182,0.622,1.48,0.734,1.27,0.889,2.29,,,
neuron-1,throughput_inf_s,model,18,3,0.109,0.165,0.635,1.49,0.7,1.32,0.778,2.33,,,
torch-neuronx-2.13,throughput_inf_s,rows,16,5,0.0566,0.0829,0.772,1.21,0.832,1.16,1,1.58,,,
torch-neuronx-2.13,throughput_inf_s,model,16,9,0.066,0.0954,0.751,1.2,0.808,1.14,0.938,1.6,,,
torch-neuronx-2.13,throughput_inf_s,chip,16,2,0.0576,0.0844,0.441,1.79,0.448,1.78,1,4.68,,,
torch-neuronx,throughput_inf_s,rows,29,5,0.0411,0.0517,0.886,1.17,0.903,1.13,0.931,1.3,,,
torch-neuronx,throughput_inf_s,model,29,11,0.0431,0.0541,0.874,1.16,0.914,1.11,0.931,1.34,,,
torch-neuronx-trn1,throughput_inf_s,rows,21,5,0.0421,0.0488,0.882,1.21,0.917,1.14,0.952,1.39,,,
torch-neuronx-trn1,throughput_inf_s,model,21,9,0.0375,0.0488,0.887,1.2,0.908,1.12,1,1.36,,,
nxd-encoder-decoder,latency_per_token_p50_ms,rows,2,2,0.00532,0.00532,0.95,1.05,0.964,1.04,1,1.17,0.16,1,1..1
nxd-encoder-decoder,throughput_tok_s,rows,2,2,0.00572,0.00572,0.936,1.05,0.953,1.04,1,1.21,,,
nxd-encoder-decoder,latency_per_token_p50_ms,chip,2,2,0.00532,0.00532,0.941,1.05,0.955,1.03,1,1.19,0.08,1,1..1
nxd-encoder-decoder,throughput_tok_s,chip,2,2,0.00572,0.00572,0.901,1.08,0.955,1.05,1,1.39,,,
torch-neuronx-cnn,throughput_inf_s,rows,12,5,0.0684,0.185,0.596,1.5,0.855,1.28,0.833,2.46,,,
torch-neuronx-cnn,throughput_inf_s,model,12,6,0.0576,0.183,0.604,1.45,0.654,1.27,0.833,2.4,,,
torch-neuronx-cnn,throughput_inf_s,chip,12,2,0.058,0.18,0.612,1.45,0.621,1.44,0.75,2.95,,,
torch-neuronx-diffusion,throughput_inf_s,rows,7,5,0.141,0.164,0.662,1.35,0.75,1.26,0.714,1.82,,,
torch-neuronx-diffusion,throughput_inf_s,model,7,4,0.162,0.213,0.595,1.44,0.714,1.32,0.714,2.53,,,
torch-neuronx-training,seq_per_s,rows,15,5,0.0601,0.0887,0.773,1.24,0.828,1.16,0.933,1.58,,,
torch-neuronx-training,seq_per_s,model,15,2,0.0547,0.0764,0.768,1.23,0.841,1.18,1,1.5,,,
nemo-neuron,seq_per_s,rows,3,3,0.0864,0.0694,0.79,1.25,0.863,1.16,1,1.31,,,
nemo-neuron,seq_per_s,model,3,3,0.0864,0.0694,0.777,1.25,0.861,1.19,1,1.31,,,
nxd-training,seq_per_s,rows,6,5,0.103,0.115,0.735,1.32,0.804,1.22,1,1.73,,,
nxd-training,seq_per_s,model,6,3,0.113,0.116,0.778,1.24,0.834,1.21,0.667,1.89,,,
megatron-lm,iter_time_s,rows,19,5,0.038,0.0443,0.872,1.18,0.902,1.11,0.947,1.37,,,
megatron-lm,iter_time_s,model,19,13,0.0349,0.0476,0.891,1.16,0.902,1.06,0.842,1.31,,,
megatron-lm,iter_time_s,chip,19,2,0.0393,0.0469,0.771,1.12,0.867,1.08,1,1.41,,,
megatron-core,iter_time_s,rows,7,5,0.0317,0.0597,0.914,1.15,0.934,1.12,0.857,1.24,,,
megatron-core,tokens_per_s_per_gpu,rows,35,5,0.0368,0.0982,0.838,1.36,0.855,1.2,0.8,1.61,,,
megatron-core,iter_time_s,model,7,7,0.0383,0.0606,0.905,1.17,0.917,1.14,0.857,1.26,,,
megatron-core,tokens_per_s_per_gpu,model,35,13,0.047,0.105,0.775,1.39,0.81,1.23,0.829,1.79,,,
megatron-core,iter_time_s,source,7,1,0.0337,0.0584,0.883,1.19,0.899,1.15,1,1.39,,,
megatron-core,tokens_per_s_per_gpu,source,35,3,0.0397,0.0984,0.795,1.24,0.831,1.15,0.8,1.42,,,
megatron-v100,iter_time_s,rows,3,3,0.0171,0.0158,0.908,1.1,0.94,1.06,1,1.16,,,
megatron-v100,iter_time_s,model,3,3,0.0171,0.0158,0.908,1.11,0.929,1.06,1,1.17,,,
pytorch-fsdp,tok_per_s_per_gpu,rows,1,1,0.0708,0.0708,0.802,1.22,0.861,1.13,1,1.53,,,
pytorch-fsdp,tokens_per_s_per_gpu,rows,82,5,0.0454,0.0597,0.884,1.16,0.911,1.12,0.927,1.33,,,
pytorch-fsdp,tok_per_s_per_gpu,model,1,1,0.0685,0.0685,0.792,1.2,0.874,1.14,1,1.5,,,
pytorch-fsdp,tokens_per_s_per_gpu,model,82,7,0.0707,0.0738,0.816,1.32,0.875,1.28,0.963,1.67,,,
pytorch-fsdp,tok_per_s_per_gpu,chip,1,1,0.0749,0.0749,0.859,1.59,0.871,1.53,1,1.92,,,
pytorch-fsdp,tokens_per_s_per_gpu,chip,82,3,0.0448,0.0615,0.892,1.28,0.901,1.24,0.939,1.5,,,
pytorch-fsdp,tok_per_s_per_gpu,source,1,1,0.0685,0.0685,0.792,1.2,0.874,1.14,1,1.5,,,
pytorch-fsdp,tokens_per_s_per_gpu,source,82,2,0.106,0.113,0.704,1.44,0.783,1.32,0.939,1.79,,,
megatron-deepspeed,iteration_ms,rows,149,5,0.0576,0.0712,0.848,1.24,0.879,1.15,0.953,1.51,,,
megatron-deepspeed,iteration_ms,model,149,6,0.0587,0.0764,0.813,1.28,0.857,1.17,0.886,1.6,,,
splitwise-a100,prompt_time_ms,rows,50,5,0.07,0.131,0.814,1.59,0.829,1.36,0.9,2.05,,,
splitwise-a100,token_time_ms,rows,50,5,0.0358,0.0427,0.882,1.09,0.901,1.08,0.92,1.22,0.18,1.77,1..64
splitwise-a100,prompt_time_ms,model,50,2,0.0967,0.161,0.707,1.75,0.755,1.55,0.78,2.36,,,
splitwise-a100,token_time_ms,model,50,2,0.0858,0.0812,0.772,1.21,0.801,1.18,0.76,1.52,0.12,1.77,1..64
splitwise-h100,prompt_time_ms,rows,32,5,0.124,0.136,0.773,1.97,0.842,1.55,0.969,2.58,,,
splitwise-h100,token_time_ms,rows,32,5,0.012,0.0172,0.963,1.04,0.971,1.04,0.938,1.08,0.16,1.54,1..16
trtllm,prompt_time_ms,rows,3,3,0.0739,0.437,0.668,1.43,0.704,1.26,0.667,1.76,,,
trtllm,token_time_ms,rows,3,3,0.056,0.0534,0.886,1.14,0.918,1.12,1,1.28,0.14,1.71,1..5
trtllm,throughput_tok_s,rows,12,5,0.129,0.224,0.598,1.3,0.707,1.19,0.833,2.07,,,
trtllm,tpot_ms,rows,95,5,0.0529,0.0694,0.857,1.18,0.893,1.14,0.937,1.38,0.14,28.5,4..128
trtllm,ttft_ms,rows,104,5,0.166,0.181,0.7,2.06,0.785,1.55,0.962,3,,,
trtllm,output_tokens_per_s,rows,50,5,0.102,0.169,0.623,1.27,0.731,1.22,0.9,2.01,,,
trtllm,prompt_time_ms,model,3,1,0.0903,0.442,0.579,1.57,0.662,1.43,0.667,2.81,,,
trtllm,token_time_ms,model,3,1,0.0579,0.0555,0.848,1.15,0.88,1.13,1,1.4,0.08,1.71,1..5
trtllm,throughput_tok_s,model,12,3,0.134,0.225,0.614,1.38,0.714,1.27,0.833,2.16,,,
trtllm,tpot_ms,model,95,3,0.0565,0.0762,0.829,1.17,0.867,1.14,0.821,1.52,0.08,28.5,4..128
trtllm,ttft_ms,model,104,7,0.167,0.191,0.675,1.82,0.73,1.56,0.942,2.77,,,
trtllm,output_tokens_per_s,model,50,8,0.123,0.178,0.638,1.36,0.771,1.27,0.9,2.01,,,
trtllm,prompt_time_ms,chip,3,1,0.0423,0.412,0.653,1.44,0.715,1.28,0.667,2.51,,,
trtllm,token_time_ms,chip,3,1,0.0487,0.047,0.867,1.14,0.895,1.09,1,1.31,0.06,1.71,1..5
trtllm,throughput_tok_s,chip,12,1,0.139,0.228,0.495,1.56,0.701,1.3,0.75,1.63,,,
trtllm,tpot_ms,chip,95,1,0.0539,0.0701,0.809,1.29,0.839,1.19,0.874,1.32,0.06,28.5,4..128
trtllm,ttft_ms,chip,104,3,0.145,0.185,0.668,2.02,0.753,1.57,0.894,2.15,,,
trtllm,output_tokens_per_s,chip,50,3,0.116,0.171,0.561,1.45,0.744,1.27,0.92,2.26,,,
trtllm,prompt_time_ms,source,3,1,0.0903,0.442,0.579,1.57,0.662,1.43,0.667,2.81,,,
trtllm,token_time_ms,source,3,1,0.0579,0.0555,0.848,1.15,0.88,1.13,1,1.4,0.08,1.71,1..5
trtllm,throughput_tok_s,source,12,1,0.132,0.223,0.592,1.43,0.695,1.31,0.75,1.47,,,
trtllm,tpot_ms,source,95,1,0.0597,0.0707,0.803,1.27,0.832,1.2,0.926,1.43,0.08,28.5,4..128
trtllm,ttft_ms,source,104,2,0.145,0.191,0.614,2.08,0.707,1.72,0.913,2.5,,,
trtllm,output_tokens_per_s,source,50,1,0.113,0.175,0.565,1.4,0.681,1.32,0.72,1.47,,,
sglang,tpot_ms,rows,73,5,0.0369,0.0503,0.87,1.08,0.894,1.06,0.973,1.23,0.16,23.8,4..128
sglang,ttft_ms,rows,73,5,0.221,0.246,0.726,2.9,0.803,2.14,0.986,4.09,,,
sglang,tpot_ms,model,73,2,0.089,0.0878,0.791,1.15,0.823,1.13,0.918,1.4,0.12,23.8,4..128
sglang,ttft_ms,model,73,2,0.194,0.243,0.679,2.85,0.754,2.18,0.753,2.39,,,
sglang,tpot_ms,chip,73,2,0.089,0.0878,0.763,1.18,0.817,1.13,1,1.46,0.12,23.8,4..128
sglang,ttft_ms,chip,73,2,0.194,0.243,0.671,2.79,0.756,2.21,0.712,2.32,,,
vllm,tpot_ms,rows,111,5,0.0437,0.0514,0.883,1.12,0.913,1.1,0.955,1.28,0.14,20.2,4..144
vllm,ttft_ms,rows,111,5,0.121,0.157,0.717,1.67,0.794,1.45,0.964,2.36,,,
vllm,tpot_ms,model,111,3,0.0569,0.0609,0.828,1.16,0.865,1.12,0.901,1.43,0.08,20.2,4..144
vllm,ttft_ms,model,111,3,0.145,0.163,0.676,1.79,0.738,1.55,0.901,3.5,,,
vllm,tpot_ms,chip,111,2,0.0557,0.0564,0.838,1.18,0.869,1.14,0.973,1.43,0.08,20.2,4..144
vllm,ttft_ms,chip,111,2,0.122,0.168,0.616,1.87,0.749,1.55,0.982,3.08,,,
pytorch,sequences_per_s,rows,10,5,0.167,0.203,0.698,1.48,0.768,1.42,0.6,1.96,,,
pytorch,sequences_per_s,chip,10,2,0.13,0.186,0.829,1.41,0.861,1.37,0.3,1.23,,,
any stack,tpot_p50_ms,rows,663,71,0.0447,0.0768,0.854,1.36,0.907,1.13,0.916,1.6,0.16,8.98,1..256
any stack,tpot_p50_ms,model,581,28,0.0694,0.0867,0.751,1.17,0.866,1.13,0.919,1.56,0.1,9.71,1..256
any stack,tpot_p50_ms,chip,533,21,0.0571,0.0833,0.786,1.19,0.869,1.1,0.919,1.54,0.08,11.3,1..256
any stack,tpot_p50_ms,source,98,2,0.0596,0.0703,0.823,1.27,0.844,1.19,0.439,1.19,0.08,26.1,1..128
any stack,ttft_p50_ms,rows,663,64,0.102,0.166,0.747,2.2,0.825,1.54,0.908,2.94,,,
any stack,ttft_p50_ms,model,583,30,0.112,0.191,0.703,1.71,0.743,1.47,0.899,2.45,,,
any stack,ttft_p50_ms,chip,533,19,0.118,0.173,0.659,1.73,0.778,1.5,0.908,2.64,,,
any stack,ttft_p50_ms,source,107,3,0.144,0.198,0.613,1.87,0.647,1.58,0.589,3.83,,,
any stack,output_tokens_per_s,rows,361,52,0.0511,0.101,0.713,1.23,0.813,1.13,0.914,1.73,,,
any stack,output_tokens_per_s,model,311,27,0.0633,0.113,0.709,1.32,0.824,1.22,0.916,1.89,,,
any stack,output_tokens_per_s,chip,313,18,0.053,0.103,0.734,1.29,0.853,1.21,0.885,1.79,,,
any stack,output_tokens_per_s,source,62,2,0.119,0.184,0.437,1.39,0.535,1.3,0.984,5.9,,,
any stack,tokens_per_s_per_gpu,rows,330,47,0.0521,0.077,0.827,1.22,0.879,1.13,0.912,1.48,,,
any stack,tokens_per_s_per_gpu,model,320,58,0.0582,0.079,0.822,1.24,0.879,1.14,0.919,1.5,,,
any stack,tokens_per_s_per_gpu,chip,112,8,0.0461,0.0701,0.879,1.51,0.909,1.13,0.911,1.73,,,
any stack,tokens_per_s_per_gpu,source,125,7,0.0911,0.106,0.786,1.32,0.831,1.15,0.92,1.7,,,
any stack,throughput_inf_s,rows,103,30,0.0576,0.102,0.714,1.26,0.865,1.2,0.913,1.76,,,
any stack,throughput_inf_s,model,103,42,0.0573,0.105,0.744,1.26,0.866,1.16,0.893,1.69,,,
any stack,throughput_inf_s,chip,28,4,0.058,0.125,0.715,1.48,0.739,1.18,0.893,5.09,,,

profile,chips,models,parameters,tensor,batch,tokens,expert_count,expert_width,weights,kinds,features
tnx-2.18,inferentia2;trainium,llama-2-13b;llama-2-70b;llama-2-7b;mistral-7b,6.74..69,24..32,1..8,256..16400,,,bf16,decoder layers,
tnx-continuous,inferentia2,llama-2-7b;llama-3-8b;mistral-7b,6.74..8.03,8..12,1..32,512..2050,,,bf16;fp16,decoder layers,
tnx-2.18.1,inferentia2;trainium,llama-3-8b,8.03..8.03,24..32,1..8,4100..8190,,,int8,decoder layers,
optimum-0.2,inferentia2,llama-3.1-8b,8.03..8.03,8..8,1..32,512..2050,,,bf16,decoder layers,
tnx-2.14,inferentia2;trainium,opt-13b;opt-30b,12.9..30,8..8,1..256,128..2050,,,fp16,decoder layers,
nxdi,inferentia2;trainium;trainium2,llama-3.1-8b;llama-4-scout;qwen3-235b-a22b,8.03..235,4..64,1..32,640..1750,16..128,1540..8190,bf16,decoder expert layers;decoder layers;decoder windowed expert layers,
tnx-tgi,inferentia2;trainium,llama-2-7b;llama-3-70b;llama-3-8b,6.74..70.6,8..32,1..32,1750..1750,,,fp16,decoder layers,
tnx-tgi-2.20,inferentia2,llama-3.1-8b,8.03..8.03,8..8,1..32,1750..1750,,,bf16,decoder layers,
neuron-1,inferentia,bert-base;bert-base-cased;distilbert,0.0664..0.109,,1..128,128..128,,,,encoder layers,
torch-neuronx-2.13,inferentia2;trainium,albert-base-v2;bert-base-cased;distilbert;distilbert-base-cased;distilbert-base-cased-distilled-squad;google/electra-base-discriminator;gpt2;gpt2-medium;vit-base,0.0664..0.355,,4..96,128..128,,,,decoder layers;encoder layers;vision layers,
torch-neuronx,inferentia2,albert-base-v2;bert-base;bert-base-cased;clip-vit-b-32;distilbert;distilbert-base-cased;distilbert-base-cased-distilled-squad;google/electra-base-discriminator;gpt2;gpt2-medium;vit-base,0.0664..0.355,,1..64,128..128,,,,decoder layers;dual-encoder layers;encoder layers;vision layers,
torch-neuronx-trn1,trainium,albert-base-v2;bert-base;bert-base-cased;distilbert;distilbert-base-cased;distilbert-base-cased-distilled-squad;google/electra-base-discriminator;gpt2;gpt2-medium,0.0664..0.355,,1..16,128..128,,,,decoder layers;encoder layers,
nxd-encoder-decoder,inferentia2;trainium,t5-3b,2.85..2.85,8..8,1..1,212..212,,,,decoder cross-attention layers;encoder layers,
torch-neuronx-cnn,inferentia;inferentia2,OpenPose;YOLO v4;resnet-101;resnet-50;resnet18;vgg11,0.0256..0.0445,,1..64,,,,,cnn,
torch-neuronx-diffusion,inferentia2,pixart-alpha;stable-diffusion-1.5;stable-diffusion-2.1;stable-diffusion-xl-base,1.07..5.46,,1..1,,,,,diffusion,
torch-neuronx-training,trainium,bert-large;vit-base,0.0866..0.336,1..1,,128..512,,,bf16;fp32,encoder layers;vision layers,
nemo-neuron,trainium,gpt3-175b;gpt3-23b;gpt3-6.7b,6.66..175,8..32,,2050..2050,,,bf16,decoder layers,
nxd-training,trainium,llama-2-70b;llama-2-7b;llama-3.1-8b,6.74..69,8..32,,4100..8190,,,bf16,decoder layers,
megatron-lm,a100-40;a100-80,GPT-1.16B;GPT-1.7B;GPT-175B;GPT-2.03B;GPT-22B;GPT-3.6B;GPT-310.1B;GPT-39.1B;GPT-4.24B;GPT-7.5B;GPT-76.1B;MT-NLG-530B;gpt3-175b,1.16..530,1..8,,1020..2050,,,bf16;fp16,decoder layers,
megatron-core,h100,GPT-1.7B;GPT-16B;GPT-177B;GPT-7.1B;GPT-70B;gpt-oss-120b;gpt3-175b;gpt3-20b;llama-2-13b;llama-2-70b;llama-2-7b;llama-2-7b-long;llama-3-70b;llama-3-8b;llama-3.1-405b;nemotron-3-8b;qwen3-235b-a22b;qwen3-30b-a3b,1.7..406,1..8,,2050..1050000,128..128,768..2880,bf16;fp8,decoder expert layers;decoder layers;decoder windowed expert layers,LoRA fine-tuning
megatron-v100,v100,GPT-1.16B;GPT-2.03B;GPT-4.24B,1.16..4.24,1..4,,1020..1020,,,fp16,decoder layers,
pytorch-fsdp,a100-40;a100-80;h100,llama-2-13b;llama-2-70b;llama-2-7b;llama-3-8b;llama-34b;mpt-1b;mpt-30b;mpt-7b,1.32..69,1..1,,512..65500,,,bf16;fp8,decoder layers,
megatron-deepspeed,a100-80,12 x 1024;16 x 1024;20 x 1024;24 x 1024;30 x 3072;48 x 8192,0.151..38.7,1..16,,1020..2050,,,,decoder layers,
splitwise-a100,a100-80,bloom-176b;llama-2-70b,69..176,2..8,1..64,256..8700,,,fp16,decoder layers,
splitwise-h100,h100,llama-2-70b,69..69,2..8,1..16,256..8700,,,fp16,decoder layers,
trtllm,a100-80;h100;h200,falcon-180b;gpt-j-6b;llama-2-70b;llama-2-7b;llama-3.1-70b;llama-3.1-8b;llama-3.3-70b;mistral-7b;mixtral-8x7b;qwen3-235b-a22b;qwen3-32b,6.05..235,1..8,1..2050,129..5500,8..128,1540..14300,bf16;fp16;fp8,decoder expert layers;decoder layers,
sglang,h100;h200,deepseek-v3;qwen3-32b,32.8..671,1..8,4..128,1150..9220,256..256,2050..2050,bf16;fp8,decoder latent expert layers;decoder latent layers;decoder layers,
vllm,h100;h200,gpt-oss-120b;llama-3.1-70b;qwen3-32b,32.8..117,1..8,4..144,1150..9220,128..128,2880..2880,bf16;fp4;fp8,decoder expert layers;decoder layers;decoder windowed expert layers,
pytorch,a100-80;v100,bert-large,0.335..0.335,1..1,,128..512,,,fp16,encoder layers,
`;

/** Evidence by the name of the profile. */
export const measuredEvidence: ReadonlyMap<string, Evidence> = readEvidence(text);
