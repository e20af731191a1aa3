/**
 * Measured errors and coverage of the shipped profiles: what `trnsim calibrate --left-out` prints for the shipped measurements.
 * Errors are fractions; `low` to `high` are 90 % of measured / predicted (80 % beside them), `inside` and `width` of bands made without the group itself.
 */
import type { Evidence } from "./evidence.ts";
import { readEvidence } from "./evidence-table.ts";

const text = `profile,metric,left_out,rows,groups,median_error,mean_error,low,high,low_80,high_80,inside,width,slope,at,span
tnx-2.18,tpot_p50_ms,rows,26,5,0.0421,0.0579,0.881,1.11,0.913,1.09,0.923,1.25,0.14,1.75,1..8
tnx-2.18,ttft_p50_ms,rows,26,5,0.0621,0.0975,0.815,1.4,0.904,1.27,0.885,1.74,,,
tnx-2.18,throughput_tok_s,rows,26,5,0.0359,0.0731,0.857,1.12,0.889,1.08,0.885,1.29,,,
tnx-2.18,tpot_p50_ms,model,26,4,0.0401,0.0533,0.869,1.12,0.894,1.08,0.923,1.37,0.08,1.75,1..8
tnx-2.18,ttft_p50_ms,model,26,4,0.0675,0.104,0.778,1.48,0.859,1.35,0.962,2.06,,,
tnx-2.18,throughput_tok_s,model,26,4,0.0403,0.0717,0.857,1.15,0.893,1.12,0.923,1.52,,,
tnx-2.18,tpot_p50_ms,chip,26,2,0.0439,0.0626,0.86,1.1,0.883,1.07,0.846,1.21,0.12,1.75,1..8
tnx-2.18,ttft_p50_ms,chip,26,2,0.107,0.124,0.773,1.7,0.839,1.44,0.962,1.86,,,
tnx-2.18,throughput_tok_s,chip,26,2,0.0401,0.071,0.8,1.21,0.905,1.15,0.885,1.31,,,
tnx-continuous,tpot_p50_ms,rows,105,5,0.0412,0.042,0.892,1.11,0.919,1.09,0.971,1.26,0.16,6.83,1..32
tnx-continuous,throughput_tok_s,rows,105,5,0.0211,0.0294,0.922,1.07,0.936,1.05,0.943,1.17,,,
tnx-continuous,ttft_p50_ms,rows,104,5,0.0336,0.0909,0.919,1.57,0.94,1.14,0.904,1.69,,,
tnx-continuous,tpot_p50_ms,model,105,3,0.059,0.0557,0.848,1.13,0.878,1.11,0.981,1.36,0.12,6.83,1..32
tnx-continuous,throughput_tok_s,model,105,3,0.0381,0.0436,0.868,1.12,0.909,1.1,0.952,1.31,,,
tnx-continuous,ttft_p50_ms,model,104,3,0.043,0.101,0.873,1.59,0.913,1.18,0.904,1.88,,,
tnx-continuous,tpot_p50_ms,chip,105,1,0.0445,0.0474,0.845,1.12,0.872,1.09,1,1.45,0.14,6.83,1..32
tnx-continuous,throughput_tok_s,chip,105,1,0.0274,0.0303,0.847,1.17,0.905,1.13,1,2.02,,,
tnx-continuous,ttft_p50_ms,chip,104,1,0.0391,0.0982,0.889,1.78,0.916,1.25,0.904,2.61,,,
tnx-2.18.1,tpot_p50_ms,rows,11,5,0.0424,0.0492,0.882,1.13,0.91,1.11,0.909,1.25,0.16,2.13,1..8
tnx-2.18.1,ttft_p50_ms,rows,11,5,0.136,0.221,0.704,1.85,0.778,1.43,0.818,2.61,,,
tnx-2.18.1,throughput_tok_s,rows,11,5,0.0463,0.0504,0.852,1.14,0.884,1.09,1,1.35,,,
tnx-2.18.1,tpot_p50_ms,model,11,1,0.0443,0.0534,0.841,1.14,0.867,1.11,1,1.43,0.1,2.13,1..8
tnx-2.18.1,ttft_p50_ms,model,11,1,0.172,0.249,0.631,1.92,0.722,1.6,0.818,2.38,,,
tnx-2.18.1,throughput_tok_s,model,11,1,0.0451,0.0515,0.819,1.19,0.879,1.15,1,1.72,,,
tnx-2.18.1,tpot_p50_ms,chip,11,2,0.0984,0.0934,0.742,1.23,0.781,1.15,0.818,1.55,0.14,2.13,1..8
tnx-2.18.1,ttft_p50_ms,chip,11,2,0.127,0.24,0.683,1.88,0.733,1.54,0.818,4.08,,,
tnx-2.18.1,throughput_tok_s,chip,11,2,0.0874,0.0904,0.66,1.45,0.799,1.34,1,2.23,,,
optimum-0.2,tpot_p50_ms,rows,28,5,0.0263,0.036,0.919,1.08,0.936,1.07,0.929,1.18,0.14,8,1..32
optimum-0.2,ttft_p50_ms,rows,28,5,0.0185,0.0423,0.94,1.15,0.956,1.08,0.964,1.22,,,
optimum-0.2,throughput_tok_s,rows,28,5,0.0157,0.0202,0.938,1.06,0.954,1.04,0.964,1.14,,,
tnx-2.14,tpot_p50_ms,rows,6,5,0.0683,0.077,0.838,1.14,0.871,1.12,0.833,1.43,0.18,16,1..256
tnx-2.14,throughput_tok_s,rows,6,5,0.14,0.455,0.665,1.22,0.691,1.17,0.5,2.03,,,
tnx-2.14,tpot_p50_ms,model,6,2,0.0829,0.0712,0.815,1.14,0.842,1.11,1,1.45,0.12,16,1..256
tnx-2.14,throughput_tok_s,model,6,2,0.145,0.431,0.668,1.3,0.722,1.26,0.667,1.54,,,
tnx-2.14,tpot_p50_ms,chip,6,2,0.0758,0.0724,0.819,1.16,0.837,1.1,0.833,1.37,0.14,16,1..256
tnx-2.14,throughput_tok_s,chip,6,2,0.129,0.444,0.5,1.78,0.662,1.48,0.833,2.74,,,
nxdi,tpot_p50_ms,rows,1,1,0.0323,0.0323,0.887,1.11,0.92,1.09,1,1.29,0.14,2,2..2
nxdi,ttft_p50_ms,rows,1,1,0.311,0.311,0.747,1.92,0.814,1.53,0,2.09,,,
nxdi,throughput_tok_s,rows,39,5,0.0541,0.0619,0.824,1.17,0.878,1.11,0.923,1.4,,,
nxdi,itl_ms,rows,38,5,0.0798,0.105,0.791,1.2,0.865,1.14,0.868,1.59,0.14,6.79,1..32
nxdi,ttft_ms,rows,38,5,0.128,0.167,0.707,1.83,0.782,1.5,0.921,2.57,,,
nxdi,tpot_p50_ms,model,1,1,0.0826,0.0826,0.802,1.17,0.836,1.13,1,1.44,0.1,2,2..2
nxdi,ttft_p50_ms,model,1,1,0.283,0.283,0.684,1.89,0.804,1.63,1,2.3,,,
nxdi,throughput_tok_s,model,39,3,0.075,0.0809,0.815,1.25,0.863,1.2,0.974,1.56,,,
nxdi,itl_ms,model,38,3,0.101,0.141,0.68,1.22,0.742,1.18,0.921,1.86,0.1,6.79,1..32
nxdi,ttft_ms,model,38,3,0.224,0.343,0.529,2.42,0.668,2.02,0.947,4.31,,,
nxdi,tpot_p50_ms,chip,1,1,0.0307,0.0307,0.851,1.13,0.884,1.08,1,1.39,0.1,2,2..2
nxdi,ttft_p50_ms,chip,1,1,0.245,0.245,0.718,2.02,0.809,1.57,1,2.43,,,
nxdi,throughput_tok_s,chip,39,3,0.0512,0.0635,0.756,1.28,0.875,1.19,1,1.52,,,
nxdi,itl_ms,chip,38,3,0.0847,0.103,0.771,1.22,0.819,1.12,0.842,1.43,0.1,6.79,1..32
nxdi,ttft_ms,chip,38,3,0.14,0.181,0.642,2.08,0.753,1.63,0.974,3.3,,,
tnx-tgi,itl_ms,rows,62,5,0.146,0.177,0.71,1.36,0.771,1.32,0.919,1.91,0.14,4.47,1..32
tnx-tgi,ttft_ms,rows,62,5,0.182,0.197,0.645,2.18,0.75,1.74,1,3.45,,,
tnx-tgi,throughput_tok_s,rows,62,5,0.143,0.161,0.647,1.45,0.709,1.3,1,2.23,,,
tnx-tgi,itl_ms,model,62,3,0.144,0.183,0.671,1.32,0.722,1.27,0.855,2.04,0.1,4.47,1..32
tnx-tgi,ttft_ms,model,62,3,0.167,0.193,0.586,2.27,0.697,1.85,1,4.74,,,
tnx-tgi,throughput_tok_s,model,62,3,0.147,0.166,0.593,1.54,0.724,1.44,0.952,2.57,,,
tnx-tgi,itl_ms,chip,62,2,0.134,0.202,0.626,1.39,0.675,1.27,0.661,1.87,0.12,4.47,1..32
tnx-tgi,ttft_ms,chip,62,2,0.163,0.201,0.658,2.14,0.737,1.63,0.935,2.58,,,
tnx-tgi,throughput_tok_s,chip,62,2,0.125,0.155,0.641,1.61,0.762,1.47,0.645,1.55,,,
tnx-tgi-2.20,itl_ms,rows,20,5,0.535,0.453,0.414,2.73,0.537,2.3,0.7,6.24,0.14,22.6,1..32
tnx-tgi-2.20,ttft_ms,rows,20,5,0.459,0.438,0.491,5.47,0.668,3.37,0.85,10.4,,,
tnx-tgi-2.20,throughput_tok_s,rows,20,5,0.135,0.195,0.709,1.28,0.753,1.18,0.9,1.79,,,
neuron-1,throughput_inf_s,rows,18,5,0.129,0.183,0.708,1.42,0.771,1.25,0.833,1.97,,,
neuron-1,throughput_inf_s,model,18,3,0.108,0.163,0.714,1.44,0.786,1.29,0.778,1.99,,,
torch-neuronx-2.13,throughput_inf_s,rows,16,5,0.0566,0.0829,0.819,1.24,0.859,1.16,0.875,1.53,,,
torch-neuronx-2.13,throughput_inf_s,model,16,9,0.066,0.0954,0.809,1.22,0.858,1.16,0.875,1.51,,,
torch-neuronx-2.13,throughput_inf_s,chip,16,2,0.0576,0.0844,0.387,2.03,0.389,2.02,1,5.61,,,
torch-neuronx,throughput_inf_s,rows,29,5,0.041,0.0517,0.868,1.16,0.896,1.11,0.966,1.33,,,
torch-neuronx,throughput_inf_s,model,29,11,0.0431,0.0541,0.868,1.16,0.911,1.12,0.966,1.35,,,
torch-neuronx-trn1,throughput_inf_s,rows,21,5,0.0421,0.0488,0.862,1.21,0.91,1.12,1,1.43,,,
torch-neuronx-trn1,throughput_inf_s,model,21,9,0.0375,0.0488,0.871,1.21,0.909,1.11,1,1.4,,,
nxd-encoder-decoder,latency_per_token_p50_ms,rows,2,2,0.00532,0.00532,0.945,1.05,0.96,1.04,1,1.18,0.16,1,1..1
nxd-encoder-decoder,throughput_tok_s,rows,2,2,0.00572,0.00572,0.933,1.06,0.947,1.04,1,1.24,,,
nxd-encoder-decoder,latency_per_token_p50_ms,chip,2,2,0.00532,0.00532,0.927,1.06,0.936,1.04,1,1.23,0.14,1,1..1
nxd-encoder-decoder,throughput_tok_s,chip,2,2,0.00572,0.00572,0.889,1.11,0.949,1.08,1,1.46,,,
torch-neuronx-cnn,throughput_inf_s,rows,12,5,0.0684,0.185,0.691,1.36,0.857,1.22,0.75,1.93,,,
torch-neuronx-cnn,throughput_inf_s,model,12,6,0.0576,0.183,0.697,1.32,0.773,1.2,0.75,2.04,,,
torch-neuronx-cnn,throughput_inf_s,chip,12,2,0.058,0.18,0.713,1.29,0.727,1.28,0.75,2.49,,,
torch-neuronx-diffusion,throughput_inf_s,rows,7,5,0.191,0.166,0.629,1.49,0.779,1.34,0.857,1.92,,,
torch-neuronx-diffusion,throughput_inf_s,model,7,4,0.226,0.218,0.6,1.55,0.777,1.38,1,2.42,,,
torch-neuronx-training,seq_per_s,rows,15,5,0.0601,0.0887,0.784,1.26,0.844,1.16,0.933,1.56,,,
torch-neuronx-training,seq_per_s,model,15,2,0.0547,0.0764,0.794,1.23,0.867,1.18,0.933,1.49,,,
nemo-neuron,seq_per_s,rows,3,3,0.11,0.0866,0.749,1.32,0.838,1.2,1,1.38,,,
nemo-neuron,seq_per_s,model,3,3,0.11,0.0866,0.754,1.31,0.848,1.23,1,1.36,,,
nxd-training,seq_per_s,rows,6,5,0.118,0.128,0.689,1.41,0.78,1.27,1,1.83,,,
nxd-training,seq_per_s,model,6,3,0.126,0.128,0.779,1.28,0.833,1.21,0.833,2,,,
megatron-lm,iter_time_s,rows,19,5,0.038,0.0443,0.86,1.18,0.902,1.11,1,1.39,,,
megatron-lm,iter_time_s,model,19,13,0.0349,0.0476,0.885,1.14,0.905,1.07,0.842,1.31,,,
megatron-lm,iter_time_s,chip,19,2,0.0393,0.0469,0.746,1.12,0.864,1.08,1,1.46,,,
megatron-core,iter_time_s,rows,7,5,0.0312,0.0593,0.9,1.13,0.922,1.09,0.714,1.22,,,
megatron-core,tokens_per_s_per_gpu,rows,35,5,0.0443,0.108,0.857,1.26,0.885,1.16,0.8,1.4,,,
megatron-core,iter_time_s,model,7,7,0.0372,0.0608,0.888,1.15,0.904,1.11,0.714,1.24,,,
megatron-core,tokens_per_s_per_gpu,model,35,13,0.0502,0.116,0.774,1.35,0.823,1.24,0.8,1.76,,,
megatron-core,iter_time_s,source,7,1,0.0318,0.0588,0.877,1.16,0.894,1.11,1,1.41,,,
megatron-core,tokens_per_s_per_gpu,source,35,3,0.0446,0.11,0.827,1.26,0.867,1.18,0.771,1.44,,,
megatron-v100,iter_time_s,rows,3,3,0.0171,0.0158,0.894,1.12,0.928,1.08,1,1.18,,,
megatron-v100,iter_time_s,model,3,3,0.0171,0.0158,0.896,1.12,0.92,1.08,1,1.18,,,
pytorch-fsdp,tok_per_s_per_gpu,rows,1,1,0.0708,0.0708,0.791,1.26,0.855,1.16,1,1.58,,,
pytorch-fsdp,tokens_per_s_per_gpu,rows,82,5,0.0454,0.0597,0.866,1.17,0.903,1.12,0.927,1.38,,,
pytorch-fsdp,tok_per_s_per_gpu,model,1,1,0.0685,0.0685,0.811,1.22,0.863,1.16,1,1.47,,,
pytorch-fsdp,tokens_per_s_per_gpu,model,82,7,0.0707,0.0738,0.801,1.31,0.852,1.26,0.976,1.72,,,
pytorch-fsdp,tok_per_s_per_gpu,chip,1,1,0.0749,0.0749,0.858,1.64,0.871,1.57,1,1.92,,,
pytorch-fsdp,tokens_per_s_per_gpu,chip,82,3,0.0448,0.0615,0.894,1.35,0.903,1.31,0.963,1.57,,,
pytorch-fsdp,tok_per_s_per_gpu,source,1,1,0.0685,0.0685,0.811,1.22,0.863,1.16,1,1.47,,,
pytorch-fsdp,tokens_per_s_per_gpu,source,82,2,0.106,0.113,0.712,1.42,0.777,1.31,0.963,1.74,,,
megatron-deepspeed,iteration_ms,rows,149,5,0.0576,0.0712,0.829,1.24,0.872,1.15,0.953,1.52,,,
megatron-deepspeed,iteration_ms,model,149,6,0.0587,0.0764,0.809,1.26,0.849,1.17,0.899,1.58,,,
splitwise-a100,prompt_time_ms,rows,50,5,0.07,0.131,0.828,1.53,0.856,1.32,0.86,1.9,,,
splitwise-a100,token_time_ms,rows,50,5,0.0358,0.0427,0.897,1.09,0.918,1.07,0.88,1.21,0.16,1.77,1..64
splitwise-a100,prompt_time_ms,model,50,2,0.0967,0.161,0.764,1.64,0.804,1.47,0.74,2.01,,,
splitwise-a100,token_time_ms,model,50,2,0.0858,0.0812,0.764,1.19,0.795,1.15,0.76,1.58,0.12,1.77,1..64
splitwise-h100,prompt_time_ms,rows,32,5,0.124,0.136,0.755,1.89,0.838,1.52,0.938,2.55,,,
splitwise-h100,token_time_ms,rows,32,5,0.012,0.0172,0.959,1.04,0.969,1.04,0.938,1.09,0.16,1.54,1..16
trtllm,prompt_time_ms,rows,3,3,0.0375,0.421,0.785,1.36,0.829,1.22,0.667,1.73,,,
trtllm,token_time_ms,rows,3,3,0.0587,0.0531,0.871,1.14,0.908,1.12,1,1.28,0.14,1.71,1..5
trtllm,throughput_tok_s,rows,12,5,0.197,0.265,0.593,1.43,0.685,1.29,0.917,2.28,,,
trtllm,tpot_ms,rows,95,5,0.0595,0.0771,0.822,1.17,0.874,1.13,0.916,1.41,0.14,28.5,4..128
trtllm,ttft_ms,rows,104,5,0.161,0.18,0.723,2.1,0.794,1.59,0.962,2.97,,,
trtllm,output_tokens_per_s,rows,50,5,0.107,0.175,0.692,1.32,0.787,1.24,0.8,1.87,,,
trtllm,prompt_time_ms,model,3,1,0.0376,0.421,0.728,1.43,0.794,1.31,0.667,2.67,,,
trtllm,token_time_ms,model,3,1,0.06,0.0551,0.817,1.15,0.85,1.12,1,1.44,0.1,1.71,1..5
trtllm,throughput_tok_s,model,12,3,0.196,0.267,0.644,1.49,0.719,1.41,0.833,2.12,,,
trtllm,tpot_ms,model,95,3,0.0631,0.0806,0.791,1.17,0.831,1.13,0.842,1.46,0.1,28.5,4..128
trtllm,ttft_ms,model,104,7,0.157,0.186,0.699,1.9,0.775,1.6,0.942,2.67,,,
trtllm,output_tokens_per_s,model,50,8,0.12,0.181,0.696,1.39,0.791,1.34,0.84,1.94,,,
trtllm,prompt_time_ms,chip,3,1,0.0518,0.402,0.739,1.53,0.792,1.34,0.667,2.55,,,
trtllm,token_time_ms,chip,3,1,0.0722,0.0673,0.808,1.18,0.835,1.11,1,1.38,0.12,1.71,1..5
trtllm,throughput_tok_s,chip,12,1,0.207,0.275,0.501,1.67,0.73,1.36,0.333,1.63,,,
trtllm,tpot_ms,chip,95,1,0.0622,0.0741,0.782,1.23,0.818,1.15,0.916,1.41,0.12,28.5,4..128
trtllm,ttft_ms,chip,104,3,0.147,0.19,0.708,2.04,0.78,1.6,0.913,2.37,,,
trtllm,output_tokens_per_s,chip,50,3,0.109,0.176,0.598,1.52,0.795,1.31,0.92,2.03,,,
trtllm,prompt_time_ms,source,3,1,0.0376,0.421,0.728,1.43,0.794,1.31,0.667,2.67,,,
trtllm,token_time_ms,source,3,1,0.06,0.0551,0.817,1.15,0.85,1.12,1,1.44,0.1,1.71,1..5
trtllm,throughput_tok_s,source,12,1,0.196,0.266,0.661,1.45,0.733,1.39,0.25,1.42,,,
trtllm,tpot_ms,source,95,1,0.0574,0.0796,0.792,1.2,0.83,1.15,0.916,1.47,0.1,28.5,4..128
trtllm,ttft_ms,source,104,2,0.155,0.192,0.658,2.08,0.745,1.71,0.933,2.54,,,
trtllm,output_tokens_per_s,source,50,1,0.107,0.176,0.699,1.38,0.786,1.33,0.62,1.42,,,
sglang,tpot_ms,rows,73,5,0.0482,0.0649,0.852,1.12,0.875,1.1,0.959,1.31,0.16,23.8,4..128
sglang,ttft_ms,rows,73,5,0.237,0.246,0.659,2.93,0.767,2.02,0.986,4.42,,,
sglang,tpot_ms,model,73,2,0.115,0.134,0.705,1.25,0.756,1.2,0.836,1.48,0.12,23.8,4..128
sglang,ttft_ms,model,73,2,0.224,0.24,0.644,2.31,0.752,1.88,0.712,2.18,,,
sglang,tpot_ms,chip,73,2,0.115,0.134,0.666,1.34,0.735,1.22,0.959,1.59,0.16,23.8,4..128
sglang,ttft_ms,chip,73,2,0.224,0.24,0.681,2.19,0.758,1.81,0.712,2,,,
vllm,tpot_ms,rows,111,5,0.0482,0.0565,0.871,1.13,0.906,1.11,0.937,1.31,0.14,20.2,4..144
vllm,ttft_ms,rows,111,5,0.122,0.158,0.722,1.74,0.81,1.48,0.964,2.4,,,
vllm,tpot_ms,model,111,3,0.0603,0.069,0.782,1.16,0.832,1.14,0.928,1.56,0.08,20.2,4..144
vllm,ttft_ms,model,111,3,0.143,0.162,0.681,1.85,0.755,1.58,0.901,3.76,,,
vllm,tpot_ms,chip,111,2,0.0544,0.0573,0.817,1.17,0.848,1.12,0.982,1.45,0.12,20.2,4..144
vllm,ttft_ms,chip,111,2,0.12,0.167,0.687,1.85,0.775,1.5,0.973,2.99,,,
pytorch,sequences_per_s,rows,10,5,0.167,0.203,0.656,1.45,0.74,1.37,0.6,1.96,,,
pytorch,sequences_per_s,chip,10,2,0.13,0.186,0.83,1.33,0.866,1.29,0.3,1.24,,,
any stack,tpot_p50_ms,rows,663,71,0.0478,0.0802,0.847,1.36,0.891,1.11,0.913,1.6,0.16,8.98,1..256
any stack,tpot_p50_ms,model,581,28,0.0747,0.0935,0.791,1.17,0.83,1.12,0.917,1.49,0.1,9.71,1..256
any stack,tpot_p50_ms,chip,533,21,0.0633,0.0899,0.808,1.15,0.839,1.1,0.921,1.5,0.14,11.3,1..256
any stack,tpot_p50_ms,source,98,2,0.0587,0.0789,0.762,1.28,0.829,1.2,0.398,1.16,0.04,26.1,1..128
any stack,ttft_p50_ms,rows,663,64,0.106,0.165,0.759,2.21,0.826,1.56,0.91,2.93,,,
any stack,ttft_p50_ms,model,583,30,0.114,0.181,0.719,1.72,0.771,1.47,0.892,2.4,,,
any stack,ttft_p50_ms,chip,533,19,0.118,0.174,0.68,1.74,0.794,1.47,0.902,2.59,,,
any stack,ttft_p50_ms,source,107,3,0.147,0.198,0.668,1.9,0.746,1.62,0.598,3.88,,,
any stack,output_tokens_per_s,rows,361,52,0.0483,0.103,0.713,1.28,0.82,1.21,0.909,1.79,,,
any stack,output_tokens_per_s,model,311,27,0.0609,0.113,0.709,1.33,0.832,1.28,0.897,1.92,,,
any stack,output_tokens_per_s,chip,313,18,0.0515,0.105,0.737,1.37,0.856,1.24,0.879,1.89,,,
any stack,output_tokens_per_s,source,62,2,0.159,0.193,0.453,1.55,0.542,1.49,0.984,6.05,,,
any stack,tokens_per_s_per_gpu,rows,330,47,0.0528,0.0785,0.827,1.22,0.879,1.14,0.915,1.48,,,
any stack,tokens_per_s_per_gpu,model,320,58,0.0591,0.0807,0.822,1.23,0.878,1.15,0.916,1.49,,,
any stack,tokens_per_s_per_gpu,chip,112,8,0.0461,0.0701,0.879,1.51,0.909,1.13,0.911,1.73,,,
any stack,tokens_per_s_per_gpu,source,125,7,0.0927,0.109,0.786,1.32,0.83,1.22,0.912,1.7,,,
any stack,throughput_inf_s,rows,103,30,0.0574,0.102,0.761,1.38,0.849,1.19,0.913,1.81,,,
any stack,throughput_inf_s,model,103,42,0.0587,0.105,0.77,1.32,0.85,1.16,0.903,1.72,,,
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
