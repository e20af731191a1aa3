/**
 * Measured errors and coverage of the shipped profiles: what `trnsim calibrate --left-out` prints for the shipped measurements.
 * Errors are fractions; `low` to `high` are 90 % of measured / predicted (80 % beside them), `inside` and `width` of bands made without the group itself.
 */
import type { Evidence } from "./evidence.ts";
import { readEvidence } from "./evidence-table.ts";

const text = `profile,metric,left_out,rows,groups,median_error,mean_error,low,high,low_80,high_80,inside,width,slope,at,span
tnx-2.18,tpot_p50_ms,rows,26,5,0.0421,0.0579,0.882,1.12,0.911,1.1,0.923,1.27,0.12,1.75,1..8
tnx-2.18,ttft_p50_ms,rows,26,5,0.0621,0.0975,0.794,1.38,0.891,1.26,0.885,1.76,,,
tnx-2.18,throughput_tok_s,rows,26,5,0.0359,0.0731,0.844,1.13,0.886,1.09,0.885,1.32,,,
tnx-2.18,tpot_p50_ms,model,26,4,0.0401,0.0533,0.864,1.13,0.9,1.09,0.923,1.4,0.1,1.75,1..8
tnx-2.18,ttft_p50_ms,model,26,4,0.0675,0.104,0.739,1.41,0.847,1.28,0.923,2.17,,,
tnx-2.18,throughput_tok_s,model,26,4,0.0403,0.0717,0.764,1.14,0.874,1.11,0.923,1.78,,,
tnx-2.18,tpot_p50_ms,chip,26,2,0.0439,0.0626,0.864,1.11,0.895,1.07,0.923,1.24,0.12,1.75,1..8
tnx-2.18,ttft_p50_ms,chip,26,2,0.107,0.124,0.678,1.38,0.805,1.29,0.923,2.03,,,
tnx-2.18,throughput_tok_s,chip,26,2,0.0401,0.071,0.811,1.16,0.913,1.11,0.923,1.38,,,
tnx-continuous,tpot_p50_ms,rows,105,5,0.0412,0.042,0.894,1.12,0.919,1.1,0.971,1.26,0.14,6.83,1..32
tnx-continuous,throughput_tok_s,rows,105,5,0.0211,0.0294,0.915,1.08,0.934,1.06,0.971,1.19,,,
tnx-continuous,ttft_p50_ms,rows,104,5,0.0336,0.0909,0.902,1.57,0.928,1.14,0.904,1.72,,,
tnx-continuous,tpot_p50_ms,model,105,3,0.059,0.0557,0.842,1.15,0.883,1.11,1,1.44,0.14,6.83,1..32
tnx-continuous,throughput_tok_s,model,105,3,0.0381,0.0436,0.807,1.13,0.888,1.11,0.981,1.45,,,
tnx-continuous,ttft_p50_ms,model,104,3,0.043,0.101,0.837,1.55,0.887,1.17,0.904,1.94,,,
tnx-continuous,tpot_p50_ms,chip,105,1,0.0445,0.0474,0.81,1.17,0.866,1.12,1,1.58,0.14,6.83,1..32
tnx-continuous,throughput_tok_s,chip,105,1,0.0274,0.0303,0.769,1.21,0.885,1.15,1,2.11,,,
tnx-continuous,ttft_p50_ms,chip,104,1,0.0391,0.0982,0.721,1.56,0.844,1.23,0.933,2.82,,,
tnx-2.18.1,tpot_p50_ms,rows,11,5,0.0424,0.0492,0.89,1.14,0.911,1.12,1,1.26,0.14,2.13,1..8
tnx-2.18.1,ttft_p50_ms,rows,11,5,0.136,0.221,0.66,1.79,0.741,1.37,0.818,2.69,,,
tnx-2.18.1,throughput_tok_s,rows,11,5,0.0463,0.0504,0.847,1.14,0.885,1.1,1,1.35,,,
tnx-2.18.1,tpot_p50_ms,model,11,1,0.0443,0.0534,0.813,1.19,0.854,1.13,1,1.53,0.14,2.13,1..8
tnx-2.18.1,ttft_p50_ms,model,11,1,0.172,0.249,0.541,1.94,0.674,1.53,0.818,2.52,,,
tnx-2.18.1,throughput_tok_s,model,11,1,0.0451,0.0515,0.689,1.22,0.839,1.17,1,2.13,,,
tnx-2.18.1,tpot_p50_ms,chip,11,2,0.0984,0.0934,0.725,1.23,0.797,1.16,0.818,1.69,0.14,2.13,1..8
tnx-2.18.1,ttft_p50_ms,chip,11,2,0.127,0.24,0.566,1.68,0.698,1.43,0.818,4.85,,,
tnx-2.18.1,throughput_tok_s,chip,11,2,0.0874,0.0904,0.631,1.39,0.798,1.27,1,2.45,,,
optimum-0.2,tpot_p50_ms,rows,28,5,0.0263,0.036,0.919,1.08,0.932,1.07,0.964,1.19,0.12,8,1..32
optimum-0.2,ttft_p50_ms,rows,28,5,0.0185,0.0423,0.929,1.15,0.949,1.07,0.929,1.23,,,
optimum-0.2,throughput_tok_s,rows,28,5,0.0157,0.0202,0.934,1.07,0.956,1.04,1,1.15,,,
tnx-2.14,tpot_p50_ms,rows,6,5,0.0683,0.077,0.852,1.15,0.875,1.13,0.833,1.4,0.14,16,1..256
tnx-2.14,throughput_tok_s,rows,6,5,0.14,0.455,0.615,1.24,0.644,1.19,0.5,2.21,,,
tnx-2.14,tpot_p50_ms,model,6,2,0.0829,0.0712,0.809,1.16,0.846,1.12,1,1.58,0.14,16,1..256
tnx-2.14,throughput_tok_s,model,6,2,0.145,0.431,0.563,1.33,0.644,1.24,0.833,1.77,,,
tnx-2.14,tpot_p50_ms,chip,6,2,0.0758,0.0724,0.815,1.19,0.846,1.11,0.833,1.45,0.14,16,1..256
tnx-2.14,throughput_tok_s,chip,6,2,0.129,0.444,0.498,1.66,0.609,1.41,0.833,2.81,,,
nxdi,tpot_p50_ms,rows,1,1,0.0727,0.0727,0.855,1.18,0.895,1.15,1,1.34,0.12,2,2..2
nxdi,ttft_p50_ms,rows,1,1,0.0578,0.0578,0.784,1.53,0.85,1.28,1,2.1,,,
nxdi,throughput_tok_s,rows,39,5,0.0439,0.0552,0.839,1.15,0.881,1.1,0.949,1.39,,,
nxdi,itl_ms,rows,38,5,0.0583,0.0862,0.831,1.21,0.873,1.15,0.895,1.49,0.12,6.79,1..32
nxdi,ttft_ms,rows,38,5,0.0957,0.156,0.736,1.6,0.786,1.37,0.921,2.18,,,
nxdi,tpot_p50_ms,model,1,1,0.0418,0.0418,0.809,1.18,0.857,1.13,1,1.57,0.12,2,2..2
nxdi,ttft_p50_ms,model,1,1,0.133,0.133,0.643,1.68,0.757,1.45,1,2.54,,,
nxdi,throughput_tok_s,model,39,3,0.0437,0.0558,0.746,1.17,0.875,1.14,1,1.66,,,
nxdi,itl_ms,model,38,3,0.0729,0.104,0.737,1.23,0.806,1.12,0.921,1.73,0.12,6.79,1..32
nxdi,ttft_ms,model,38,3,0.115,0.155,0.637,1.69,0.743,1.39,0.974,2.67,,,
nxdi,tpot_p50_ms,chip,1,1,0.0343,0.0343,0.832,1.17,0.87,1.11,1,1.48,0.1,2,2..2
nxdi,ttft_p50_ms,chip,1,1,0.0705,0.0705,0.595,1.51,0.827,1.3,1,2.85,,,
nxdi,throughput_tok_s,chip,39,3,0.05,0.0647,0.712,1.28,0.854,1.18,1,2.26,,,
nxdi,itl_ms,chip,38,3,0.0656,0.0901,0.739,1.24,0.829,1.13,0.947,1.74,0.1,6.79,1..32
nxdi,ttft_ms,chip,38,3,0.108,0.25,0.346,1.58,0.764,1.31,0.974,4.54,,,
tnx-tgi,itl_ms,rows,62,5,0.146,0.177,0.712,1.39,0.776,1.34,0.968,1.92,0.12,4.47,1..32
tnx-tgi,ttft_ms,rows,62,5,0.182,0.197,0.602,2.12,0.72,1.65,1,3.61,,,
tnx-tgi,throughput_tok_s,rows,62,5,0.143,0.161,0.635,1.47,0.713,1.33,1,2.32,,,
tnx-tgi,itl_ms,model,62,3,0.144,0.183,0.67,1.42,0.71,1.29,0.887,2,0.12,4.47,1..32
tnx-tgi,ttft_ms,model,62,3,0.167,0.193,0.555,2.08,0.658,1.7,1,4.58,,,
tnx-tgi,throughput_tok_s,model,62,3,0.147,0.166,0.5,1.54,0.697,1.39,0.952,3.11,,,
tnx-tgi,itl_ms,chip,62,2,0.134,0.202,0.678,1.39,0.724,1.27,0.677,1.86,0.12,4.47,1..32
tnx-tgi,ttft_ms,chip,62,2,0.163,0.201,0.498,1.65,0.73,1.46,0.919,2.94,,,
tnx-tgi,throughput_tok_s,chip,62,2,0.125,0.155,0.566,1.59,0.746,1.4,0.806,1.84,,,
tnx-tgi-2.20,itl_ms,rows,20,5,0.129,0.178,0.665,1.42,0.766,1.35,0.85,2.11,0.12,22.6,1..32
tnx-tgi-2.20,ttft_ms,rows,20,5,0.114,0.229,0.566,1.72,0.73,1.51,0.9,2.88,,,
tnx-tgi-2.20,throughput_tok_s,rows,20,5,0.0544,0.0833,0.827,1.25,0.863,1.2,0.85,1.51,,,
neuron-1,throughput_inf_s,rows,18,5,0.133,0.182,0.637,1.47,0.762,1.3,0.889,2.2,,,
neuron-1,throughput_inf_s,model,18,3,0.109,0.165,0.645,1.48,0.724,1.27,0.778,2.26,,,
neuron-1,throughput_inf_s,software,2,1,0.383,0.383,0.508,1.06,0.508,1.06,0,1,,,
torch-neuronx-2.13,throughput_inf_s,rows,16,5,0.0566,0.0829,0.781,1.24,0.85,1.17,1,1.63,,,
torch-neuronx-2.13,throughput_inf_s,model,16,9,0.066,0.0954,0.746,1.22,0.82,1.15,1,1.63,,,
torch-neuronx-2.13,throughput_inf_s,chip,16,2,0.0576,0.0844,0.365,2.11,0.368,2.1,1,7.81,,,
torch-neuronx,throughput_inf_s,rows,29,5,0.0411,0.0517,0.866,1.18,0.89,1.13,0.966,1.35,,,
torch-neuronx,throughput_inf_s,model,29,11,0.0431,0.0541,0.852,1.17,0.902,1.11,0.931,1.38,,,
torch-neuronx-trn1,throughput_inf_s,rows,21,5,0.0421,0.0488,0.862,1.22,0.894,1.15,1,1.44,,,
torch-neuronx-trn1,throughput_inf_s,model,21,9,0.0375,0.0488,0.87,1.21,0.898,1.12,1,1.41,,,
nxd-encoder-decoder,latency_per_token_p50_ms,rows,2,2,0.00551,0.00551,0.946,1.06,0.959,1.05,1,1.2,0.14,1,1..1
nxd-encoder-decoder,throughput_tok_s,rows,2,2,0.00596,0.00596,0.926,1.07,0.945,1.05,1,1.26,,,
nxd-encoder-decoder,latency_per_token_p50_ms,chip,2,2,0.00551,0.00551,0.919,1.06,0.945,1.04,1,1.29,0.12,1,1..1
nxd-encoder-decoder,throughput_tok_s,chip,2,2,0.00596,0.00596,0.867,1.11,0.936,1.08,1,1.52,,,
torch-neuronx-cnn,throughput_inf_s,rows,12,5,0.0684,0.185,0.666,1.37,0.875,1.22,0.75,2,,,
torch-neuronx-cnn,throughput_inf_s,model,12,6,0.0576,0.183,0.658,1.36,0.724,1.23,0.75,2.17,,,
torch-neuronx-cnn,throughput_inf_s,chip,12,2,0.058,0.18,0.668,1.35,0.682,1.34,0.75,3.18,,,
torch-neuronx-diffusion,throughput_inf_s,rows,7,5,0.141,0.164,0.659,1.51,0.773,1.26,0.857,2.12,,,
torch-neuronx-diffusion,throughput_inf_s,model,7,4,0.162,0.213,0.586,1.51,0.74,1.34,0.857,2.76,,,
torch-neuronx-training,seq_per_s,rows,15,5,0.0601,0.0887,0.772,1.27,0.857,1.16,0.933,1.61,,,
torch-neuronx-training,seq_per_s,model,15,2,0.0547,0.0764,0.783,1.22,0.859,1.15,1,1.58,,,
nemo-neuron,seq_per_s,rows,3,3,0.0476,0.0563,0.825,1.21,0.893,1.13,1,1.48,,,
nemo-neuron,seq_per_s,model,3,3,0.0552,0.0599,0.814,1.19,0.88,1.14,1,1.48,,,
nxd-training,seq_per_s,rows,6,5,0.0249,0.0283,0.897,1.12,0.938,1.08,1,1.27,,,
nxd-training,seq_per_s,model,6,3,0.0259,0.027,0.879,1.13,0.92,1.1,1,1.33,,,
nxd-training,tokens_per_s_per_gpu,software,3,1,0.162,0.125,0.829,1.32,0.829,1.32,0,1,,,
megatron-lm,iter_time_s,rows,19,5,0.038,0.0445,0.855,1.19,0.897,1.09,1,1.36,,,
megatron-lm,iter_time_s,model,19,13,0.0348,0.0478,0.884,1.15,0.906,1.07,0.895,1.32,,,
megatron-lm,iter_time_s,chip,19,2,0.0394,0.0471,0.712,1.13,0.763,1.09,1,1.6,,,
megatron-core,iter_time_s,rows,7,5,0.0517,0.0629,0.847,1.17,0.893,1.11,0.857,1.3,,,
megatron-core,tokens_per_s_per_gpu,rows,35,5,0.0341,0.0982,0.856,1.3,0.885,1.17,0.8,1.45,,,
megatron-core,iter_time_s,model,7,7,0.0563,0.0639,0.866,1.2,0.892,1.11,0.857,1.32,,,
megatron-core,tokens_per_s_per_gpu,model,35,13,0.0353,0.103,0.781,1.34,0.841,1.22,0.829,1.77,,,
megatron-core,iter_time_s,source,7,1,0.0434,0.0607,0.848,1.23,0.878,1.12,1,1.45,,,
megatron-core,tokens_per_s_per_gpu,source,35,3,0.0358,0.0954,0.828,1.19,0.915,1.13,0.8,1.35,,,
megatron-core,tokens_per_s_per_gpu,software,102,2,0.156,0.184,0.667,1.21,0.717,1.11,0.559,1.47,,,
megatron-v100,iter_time_s,rows,3,3,0.0171,0.0158,0.891,1.12,0.928,1.07,1,1.19,,,
megatron-v100,iter_time_s,model,3,3,0.0171,0.0158,0.905,1.12,0.928,1.07,1,1.18,,,
pytorch-fsdp,tok_per_s_per_gpu,rows,1,1,0.0708,0.0708,0.78,1.28,0.847,1.17,1,1.59,,,
pytorch-fsdp,tokens_per_s_per_gpu,rows,82,5,0.0454,0.0597,0.861,1.18,0.9,1.12,0.927,1.4,,,
pytorch-fsdp,tok_per_s_per_gpu,model,1,1,0.0685,0.0685,0.779,1.22,0.839,1.15,1,1.52,,,
pytorch-fsdp,tokens_per_s_per_gpu,model,82,7,0.0707,0.0738,0.779,1.31,0.836,1.25,1,1.78,,,
pytorch-fsdp,tok_per_s_per_gpu,chip,1,1,0.0749,0.0749,0.829,1.84,0.843,1.75,1,2.24,,,
pytorch-fsdp,tokens_per_s_per_gpu,chip,82,3,0.0448,0.0615,0.885,1.4,0.895,1.36,0.963,1.68,,,
pytorch-fsdp,tok_per_s_per_gpu,source,1,1,0.0685,0.0685,0.779,1.22,0.839,1.15,1,1.52,,,
pytorch-fsdp,tokens_per_s_per_gpu,source,82,2,0.106,0.113,0.692,1.39,0.766,1.3,0.976,1.87,,,
megatron-deepspeed,iteration_ms,rows,149,5,0.0576,0.0712,0.818,1.25,0.867,1.13,0.96,1.56,,,
megatron-deepspeed,iteration_ms,model,149,6,0.0587,0.0764,0.817,1.27,0.863,1.15,0.906,1.6,,,
splitwise-a100,prompt_time_ms,rows,50,5,0.069,0.126,0.803,1.51,0.85,1.3,0.88,1.93,,,
splitwise-a100,token_time_ms,rows,50,5,0.037,0.0484,0.885,1.11,0.904,1.09,0.9,1.24,0.14,1.77,1..64
splitwise-a100,prompt_time_ms,model,50,2,0.0825,0.159,0.695,1.59,0.781,1.39,0.96,2.49,,,
splitwise-a100,token_time_ms,model,50,2,0.0832,0.0819,0.764,1.21,0.828,1.16,0.84,1.72,0.14,1.77,1..64
splitwise-h100,prompt_time_ms,rows,32,5,0.124,0.136,0.723,1.85,0.811,1.5,0.906,2.61,,,
splitwise-h100,token_time_ms,rows,32,5,0.012,0.0172,0.961,1.05,0.969,1.04,0.938,1.09,0.14,1.54,1..16
trtllm,prompt_time_ms,rows,3,3,0.0532,0.399,0.733,1.38,0.776,1.23,0.667,1.37,,,
trtllm,token_time_ms,rows,3,3,0.0612,0.0607,0.869,1.16,0.901,1.13,1,1.32,0.12,1.71,1..5
trtllm,throughput_tok_s,rows,12,5,0.0972,0.212,0.661,1.3,0.744,1.19,0.75,1.81,,,
trtllm,tpot_ms,rows,95,5,0.047,0.0673,0.869,1.18,0.896,1.14,0.926,1.36,0.12,28.5,4..128
trtllm,ttft_ms,rows,104,5,0.137,0.159,0.716,1.78,0.784,1.5,0.962,2.6,,,
trtllm,output_tokens_per_s,rows,50,5,0.106,0.16,0.662,1.3,0.741,1.21,0.88,1.84,,,
trtllm,prompt_time_ms,model,3,1,0.0543,0.401,0.641,1.47,0.744,1.38,0.667,2.56,,,
trtllm,token_time_ms,model,3,1,0.0635,0.0621,0.784,1.21,0.84,1.15,1,1.55,0.1,1.71,1..5
trtllm,throughput_tok_s,model,12,3,0.0969,0.214,0.668,1.32,0.766,1.23,0.833,1.92,,,
trtllm,tpot_ms,model,95,3,0.0651,0.0823,0.782,1.19,0.849,1.12,0.853,1.56,0.1,28.5,4..128
trtllm,ttft_ms,model,104,7,0.17,0.209,0.626,1.62,0.744,1.43,0.904,2.48,,,
trtllm,output_tokens_per_s,model,50,8,0.108,0.17,0.663,1.33,0.793,1.23,0.88,2.03,,,
trtllm,prompt_time_ms,chip,3,1,0.0559,0.401,0.565,1.41,0.705,1.27,0.667,2.78,,,
trtllm,token_time_ms,chip,3,1,0.0519,0.0508,0.79,1.21,0.855,1.14,1,1.5,0.12,1.71,1..5
trtllm,throughput_tok_s,chip,12,1,0.124,0.218,0.543,1.54,0.752,1.35,0.75,1.83,,,
trtllm,tpot_ms,chip,95,1,0.0539,0.0659,0.774,1.24,0.839,1.16,0.968,1.55,0.12,28.5,4..128
trtllm,ttft_ms,chip,104,3,0.138,0.159,0.571,1.64,0.738,1.41,0.962,2.91,,,
trtllm,output_tokens_per_s,chip,50,3,0.108,0.164,0.589,1.47,0.799,1.3,0.94,2.3,,,
trtllm,prompt_time_ms,source,3,1,0.0543,0.401,0.641,1.47,0.744,1.38,0.667,2.56,,,
trtllm,token_time_ms,source,3,1,0.0635,0.0621,0.784,1.21,0.84,1.15,1,1.55,0.1,1.71,1..5
trtllm,throughput_tok_s,source,12,1,0.0989,0.212,0.671,1.37,0.766,1.26,0.833,1.6,,,
trtllm,tpot_ms,source,95,1,0.0601,0.0715,0.779,1.22,0.833,1.16,0.989,1.6,0.1,28.5,4..128
trtllm,ttft_ms,source,104,2,0.128,0.161,0.663,1.72,0.787,1.56,0.962,2.74,,,
trtllm,output_tokens_per_s,source,50,1,0.11,0.167,0.675,1.37,0.763,1.27,0.82,1.6,,,
sglang,tpot_ms,rows,73,5,0.0473,0.0534,0.886,1.17,0.909,1.13,0.945,1.31,0.16,23.8,4..128
sglang,ttft_ms,rows,73,5,0.0323,0.0734,0.867,1.23,0.916,1.16,0.904,1.43,,,
sglang,tpot_ms,model,73,2,0.118,0.13,0.71,1.3,0.767,1.21,1,1.77,0.14,23.8,4..128
sglang,ttft_ms,model,73,2,0.0355,0.0741,0.766,1.43,0.854,1.24,0.945,2.59,,,
sglang,tpot_ms,chip,73,2,0.118,0.13,0.671,1.34,0.764,1.23,1,1.88,0.16,23.8,4..128
sglang,ttft_ms,chip,73,2,0.0355,0.0741,0.713,1.35,0.841,1.21,0.904,2.64,,,
vllm,tpot_ms,rows,111,5,0.0437,0.0514,0.88,1.13,0.909,1.11,0.955,1.29,0.12,20.2,4..144
vllm,ttft_ms,rows,111,5,0.121,0.157,0.684,1.72,0.788,1.43,0.973,2.51,,,
vllm,tpot_ms,model,111,3,0.0569,0.0609,0.799,1.18,0.843,1.13,0.982,1.5,0.1,20.2,4..144
vllm,ttft_ms,model,111,3,0.145,0.163,0.622,1.75,0.722,1.46,0.964,3.18,,,
vllm,tpot_ms,chip,111,2,0.0557,0.0564,0.792,1.19,0.852,1.13,0.991,1.56,0.12,20.2,4..144
vllm,ttft_ms,chip,111,2,0.122,0.168,0.53,1.66,0.714,1.41,0.982,3.47,,,
vllm,tpot_p50_ms,software,166,2,0.0621,0.0785,0.823,1.08,0.85,1.06,0.861,1.25,,,
vllm,ttft_p50_ms,software,175,2,0.219,0.265,0.865,3.29,0.939,2.58,0.886,4.1,,,
vllm,output_tokens_per_s,software,50,1,0.208,0.24,0.683,2.05,0.829,2.01,0,1,,,
pytorch,sequences_per_s,rows,10,5,0.167,0.203,0.688,1.42,0.79,1.35,0.6,2.03,,,
pytorch,sequences_per_s,chip,10,2,0.13,0.186,0.823,1.36,0.862,1.3,0.5,1.3,,,
any stack,tpot_p50_ms,rows,663,71,0.0451,0.0678,0.842,1.16,0.91,1.11,0.916,1.38,0.14,8.98,1..256
any stack,tpot_p50_ms,model,581,28,0.0735,0.0894,0.746,1.19,0.85,1.13,0.917,1.6,0.12,9.71,1..256
any stack,tpot_p50_ms,chip,533,21,0.0633,0.0867,0.781,1.18,0.851,1.1,0.919,1.55,0.12,11.3,1..256
any stack,tpot_p50_ms,source,98,2,0.0606,0.0712,0.844,1.22,0.873,1.17,0.48,1.23,0.12,26.1,1..128
any stack,ttft_p50_ms,rows,663,64,0.0791,0.135,0.739,1.54,0.831,1.34,0.917,2.08,,,
any stack,ttft_p50_ms,model,583,30,0.0969,0.151,0.692,1.5,0.769,1.34,0.918,2.21,,,
any stack,ttft_p50_ms,chip,533,19,0.0919,0.15,0.614,1.41,0.756,1.29,0.923,2.3,,,
any stack,ttft_p50_ms,source,107,3,0.128,0.168,0.362,1.52,0.776,1.39,0.757,3.93,,,
any stack,output_tokens_per_s,rows,361,52,0.0446,0.092,0.734,1.28,0.854,1.13,0.911,1.78,,,
any stack,output_tokens_per_s,model,311,27,0.0537,0.107,0.685,1.28,0.828,1.21,0.939,1.91,,,
any stack,output_tokens_per_s,chip,313,18,0.0515,0.101,0.726,1.29,0.851,1.2,0.914,1.78,,,
any stack,output_tokens_per_s,source,62,2,0.11,0.176,0.447,1.31,0.534,1.28,0.984,6.08,,,
any stack,tokens_per_s_per_gpu,rows,330,47,0.0508,0.0754,0.84,1.25,0.883,1.12,0.915,1.49,,,
any stack,tokens_per_s_per_gpu,model,320,58,0.0556,0.0771,0.837,1.24,0.882,1.13,0.922,1.48,,,
any stack,tokens_per_s_per_gpu,chip,112,8,0.0463,0.0701,0.879,1.51,0.909,1.13,0.911,1.76,,,
any stack,tokens_per_s_per_gpu,source,125,7,0.0926,0.105,0.788,1.32,0.844,1.27,0.92,1.69,,,
any stack,throughput_inf_s,rows,103,30,0.0576,0.102,0.714,1.26,0.865,1.2,0.913,1.76,,,
any stack,throughput_inf_s,model,103,42,0.0573,0.105,0.744,1.25,0.866,1.16,0.883,1.69,,,
any stack,throughput_inf_s,chip,28,4,0.058,0.125,0.421,1.93,0.739,1.48,0.893,5.09,,,

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
