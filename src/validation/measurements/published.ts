/**
 * Published figures of other sources: training, offline and static throughput, bus bandwidth; the source of each stands in its row.
 *
 * - the sources as named in the column of that name
 */
export const publishedRows: string = `id,source,kind,hardware,gpus,model,tp,pp,dp,ep,cp,vp,micro_batch,global_batch,seq_len,in_len,out_len,users,requests,max_batch,precision,kv_precision,recompute,zero,extra,software,metric,value
nd004,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,512,mpt-30b,1,1,512,,,,8,4096,2048,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,2115.0
nd005,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,256,mpt-30b,1,1,256,,,,8,2048,2048,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,2148.0
nd006,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,128,mpt-30b,1,1,128,,,,8,1024,2048,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,2199.0
nd010,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,512,mpt-7b,1,1,512,,,,6,3072,2048,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,9670.0
nd011,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,256,mpt-7b,1,1,256,,,,6,1536,2048,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,10119.0
nd012,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,128,mpt-7b,1,1,128,,,,6,768,2048,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,10475.0
nd016,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,512,mpt-1b,1,1,512,,,,12,6144,2048,,,,,,bf16,,none,2,,,tokens_per_s_per_gpu,39837.0
nd017,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,256,mpt-1b,1,1,256,,,,12,3072,2048,,,,,,bf16,,none,2,,,tokens_per_s_per_gpu,42555.0
nd018,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,128,mpt-1b,1,1,128,,,,12,1536,2048,,,,,,bf16,,none,2,,,tokens_per_s_per_gpu,44123.0
nd021,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,8,mpt-30b,1,1,8,,,,1,168,8192,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,1384.0
nd022,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,8,mpt-30b,1,1,8,,,,1,168,4096,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,1802.0
nd023,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,32,mpt-30b,1,1,32,,,,14,1344,2048,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,2308.0
nd024,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,16,mpt-30b,1,1,16,,,,10,480,2048,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,2263.0
nd025,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,8,mpt-30b,1,1,8,,,,3,504,2048,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,2002.0
nd026,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,8,mpt-30b,1,1,8,,,,6,1008,1024,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,2084.0
nd035,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,8,mpt-7b,1,1,8,,,,1,16,65536,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,1956.0
nd036,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,8,mpt-7b,1,1,8,,,,2,32,32768,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,3318.0
nd037,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,8,mpt-7b,1,1,8,,,,8,128,8192,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,6935.0
nd038,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,8,mpt-7b,1,1,8,,,,16,256,4096,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,8611.0
nd039,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,8,mpt-7b,1,1,8,,,,6,48,2048,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,10643.0
nd040,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,8,mpt-7b,1,1,8,,,,64,1024,1024,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,10203.0
nd051,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,8,mpt-1b,1,1,8,,,,1,16,65536,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,5506.0
nd052,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,8,mpt-1b,1,1,8,,,,1,32,32768,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,12025.0
nd053,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,8,mpt-1b,1,1,8,,,,2,64,16384,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,19649.0
nd054,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,8,mpt-1b,1,1,8,,,,3,96,8192,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,29157.0
nd055,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,8,mpt-1b,1,1,8,,,,7,224,4096,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,38535.0
nd056,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,64,mpt-1b,1,1,64,,,,20,1280,2048,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,44402.0
nd057,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,32,mpt-1b,1,1,32,,,,20,640,2048,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,45130.0
nd058,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,16,mpt-1b,1,1,16,,,,20,320,2048,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,46037.0
nd059,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,8,mpt-1b,1,1,8,,,,14,112,2048,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,45455.0
nd060,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,8,mpt-1b,1,1,8,,,,18,576,1024,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,48910.0
nd061,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,8,mpt-1b,1,1,8,,,,56,1792,512,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,52275.0
nd075,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,8,mpt-1b,1,1,8,,,,1,32,32768,,,,,,fp8,,none,3,,,tokens_per_s_per_gpu,12580.0
nd076,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,8,mpt-1b,1,1,8,,,,2,64,8192,,,,,,fp8,,none,3,,,tokens_per_s_per_gpu,32010.0
nd077,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,h100-3200,8,mpt-1b,1,1,8,,,,56,1792,512,,,,,,fp8,,none,3,,,tokens_per_s_per_gpu,70315.0
nd080,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-80-1600,8,mpt-30b,1,1,8,,,,1,168,8192,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,574.0
nd081,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-80-1600,8,mpt-30b,1,1,8,,,,1,168,4096,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,814.0
nd082,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-80-1600,8,mpt-30b,1,1,8,,,,3,504,2048,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,916.0
nd083,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-80-1600,8,mpt-30b,1,1,8,,,,6,1008,1024,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,946.0
nd084,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-80-1600,8,mpt-30b,1,1,8,,,,12,2016,512,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,967.0
nd091,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-80-1600,8,mpt-7b,1,1,8,,,,1,16,65536,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,1013.0
nd092,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-80-1600,8,mpt-7b,1,1,8,,,,2,32,32768,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,1672.0
nd093,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-80-1600,8,mpt-7b,1,1,8,,,,4,64,16384,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,2453.0
nd094,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-80-1600,8,mpt-7b,1,1,8,,,,8,128,8192,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,3206.0
nd095,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-80-1600,8,mpt-7b,1,1,8,,,,16,256,4096,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,3684.0
nd096,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-80-1600,8,mpt-7b,1,1,8,,,,6,96,2048,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,4641.0
nd097,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-80-1600,8,mpt-7b,1,1,8,,,,64,1024,1024,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,4357.0
nd106,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-80-1600,8,mpt-1b,1,1,8,,,,1,16,65536,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,3044.0
nd107,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-80-1600,8,mpt-1b,1,1,8,,,,1,32,32768,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,6275.0
nd108,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-80-1600,8,mpt-1b,1,1,8,,,,2,64,16384,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,9956.0
nd109,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-80-1600,8,mpt-1b,1,1,8,,,,3,96,8192,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,13814.0
nd110,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-80-1600,8,mpt-1b,1,1,8,,,,7,224,4096,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,17807.0
nd111,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-80-1600,8,mpt-1b,1,1,8,,,,14,448,2048,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,20513.0
nd112,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-80-1600,8,mpt-1b,1,1,8,,,,18,576,1024,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,22112.0
nd113,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-80-1600,8,mpt-1b,1,1,8,,,,56,1792,512,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,23148.0
nd141,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-40-1600,128,mpt-30b,1,1,128,,,,6,768,2048,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,865.0
nd142,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-40-1600,32,mpt-30b,1,1,32,,,,4,128,2048,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,857.0
nd152,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-40-1600,8,mpt-7b,1,1,8,,,,1,32,16384,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,2249.0
nd153,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-40-1600,8,mpt-7b,1,1,8,,,,3,96,8192,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,2887.0
nd154,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-40-1600,8,mpt-7b,1,1,8,,,,6,192,4096,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,3366.0
nd155,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-40-1600,128,mpt-7b,1,1,128,,,,18,2304,2048,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,3623.0
nd156,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-40-1600,64,mpt-7b,1,1,64,,,,18,1152,2048,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,3665.0
nd157,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-40-1600,32,mpt-7b,1,1,32,,,,18,576,2048,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,3725.0
nd158,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-40-1600,16,mpt-7b,1,1,16,,,,16,256,2048,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,3645.0
nd159,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-40-1600,8,mpt-7b,1,1,8,,,,12,384,2048,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,3679.0
nd160,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-40-1600,8,mpt-7b,1,1,8,,,,24,768,1024,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,3854.0
nd161,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-40-1600,8,mpt-7b,1,1,8,,,,48,1536,512,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,3895.0
nd173,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-40-1600,8,mpt-1b,1,1,8,,,,1,32,32768,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,5095.0
nd174,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-40-1600,8,mpt-1b,1,1,8,,,,1,64,16384,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,9715.0
nd175,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-40-1600,8,mpt-1b,1,1,8,,,,2,128,8192,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,13474.0
nd176,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-40-1600,8,mpt-1b,1,1,8,,,,4,256,4096,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,16856.0
nd177,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-40-1600,128,mpt-1b,1,1,128,,,,10,1280,2048,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,18647.0
nd178,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-40-1600,64,mpt-1b,1,1,64,,,,10,640,2048,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,19001.0
nd179,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-40-1600,32,mpt-1b,1,1,32,,,,10,320,2048,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,15555.0
nd180,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-40-1600,16,mpt-1b,1,1,16,,,,8,128,2048,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,19085.0
nd181,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-40-1600,8,mpt-1b,1,1,8,,,,8,512,2048,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,19271.0
nd182,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-40-1600,8,mpt-1b,1,1,8,,,,16,1024,1024,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,20959.0
nd183,mosaicml/llm-foundry scripts/train/benchmarking/README.md@8c8dd48f,training,a100-40-1600,8,mpt-1b,1,1,8,,,,32,2048,512,,,,,,bf16,,none,3,,,tokens_per_s_per_gpu,21782.0
nd219,NVIDIA-NeMo/Megatron-Bridge docs/performance-summary-archive.md@067f987d,training,h100-3200,1024,llama-3.1-405b,8,8,8,1,2,8,1,1536,8192,,,,,,fp8,,none,1,,,tokens_per_s_per_gpu,326.0
nd222,NVIDIA-NeMo/Megatron-Bridge docs/performance-summary-archive.md@067f987d,training,h100-3200,16,qwen3-30b-a3b,1,1,16,16,1,1,1,1024,4096,,,,,,fp8,,none,1,,,tokens_per_s_per_gpu,8826.0
nd229,NVIDIA-NeMo/Megatron-Bridge docs/performance-summary-archive.md@067f987d,training,h100-3200,8,llama-3-70b,2,4,1,1,1,20,1,32,4096,,,,,,fp8,,none,1,"{""lora"": 16}",,tokens_per_s_per_gpu,2643.0
nd238,NVIDIA-NeMo/Megatron-Bridge docs/performance-summary-archive.md@067f987d,training,h100-3200,64,gpt-oss-120b,1,4,16,8,1,1,1,1280,4096,,,,,,bf16,,none,1,,,tokens_per_s_per_gpu,5824.0
nd244,NVIDIA-NeMo/Megatron-Bridge docs/performance-summary-archive.md@067f987d,training,h100-3200,256,qwen3-235b-a22b,2,8,16,32,1,4,1,8192,4096,,,,,,fp8,,none,1,,,tokens_per_s_per_gpu,1712.0
nd246,NVIDIA-NeMo/Megatron-Bridge docs/performance-summary-archive.md@067f987d,training,h100-3200,64,gpt-oss-120b,1,4,16,8,1,1,1,1280,4096,,,,,,bf16,,none,1,,,tokens_per_s_per_gpu,5810.0
nd250,NVIDIA-NeMo/Megatron-Bridge docs/performance-summary-archive.md@067f987d,training,h100-3200,64,gpt-oss-120b,1,4,16,8,1,1,1,1280,4096,,,,,,bf16,,none,1,,,tokens_per_s_per_gpu,5984.0
nd251,NVIDIA-NeMo/Megatron-Bridge docs/performance-summary-archive.md@067f987d,training,h100-3200,16,qwen3-30b-a3b,1,2,8,8,1,12,1,1024,4096,,,,,,fp8,,none,1,,,tokens_per_s_per_gpu,9058.0
nd253,NVIDIA-NeMo/Megatron-Bridge docs/performance-summary-archive.md@067f987d,training,h100-3200,64,llama-3-70b,4,8,2,1,1,5,1,256,8192,,,,,,fp8,,none,1,,,tokens_per_s_per_gpu,1621.0
nd257,NVIDIA-NeMo/Megatron-Bridge docs/performance-summary-archive.md@067f987d,training,h100-3200,256,qwen3-235b-a22b,2,8,16,32,1,4,1,8192,4096,,,,,,fp8,,none,1,,,tokens_per_s_per_gpu,1633.0
nd272,NVIDIA-NeMo/Megatron-Bridge docs/performance-summary-archive.md@067f987d,training,h100-3200,64,gpt-oss-120b,1,4,16,8,1,1,4,512,4096,,,,,,bf16,,none,1,,,tokens_per_s_per_gpu,5630.0
nd273,NVIDIA-NeMo/Megatron-Bridge docs/performance-summary-archive.md@067f987d,training,h100-3200,16,qwen3-30b-a3b,1,2,8,8,1,24,2,512,4096,,,,,,fp8,,none,1,,,tokens_per_s_per_gpu,5275.0
nd275,NVIDIA-NeMo/Megatron-Bridge docs/performance-summary-archive.md@067f987d,training,h100-3200,8,llama-3-8b,1,1,8,1,1,1,1,128,8192,,,,,,fp8,,none,3,,,tokens_per_s_per_gpu,14079.0
nd276,NVIDIA-NeMo/Megatron-Bridge docs/performance-summary-archive.md@067f987d,training,h100-3200,64,llama-3-70b,4,8,2,1,1,5,1,128,8192,,,,,,fp8,,none,1,,,tokens_per_s_per_gpu,1619.0
nd277,NVIDIA-NeMo/Megatron-Bridge docs/performance-summary-archive.md@067f987d,training,h100-3200,1024,llama-3.1-405b,8,8,8,1,2,8,1,512,8192,,,,,,fp8,,none,1,,,tokens_per_s_per_gpu,302.0
nd279,NVIDIA/NeMo docs/source/performance/performance_summary.md@070a0bb1 (24.07),training,h100-3200,64,gpt3-20b,2,1,32,1,1,1,2,256,2048,,,,,,fp8,,none,1,,,tokens_per_s_per_gpu,5851.0
nd280,NVIDIA/NeMo docs/source/performance/performance_summary.md@070a0bb1 (24.07),training,h100-3200,128,gpt3-175b,4,8,4,1,1,6,1,256,2048,,,,,,fp8,,none,1,,,tokens_per_s_per_gpu,726.0
nd282,NVIDIA/NeMo docs/source/performance/performance_summary.md@070a0bb1 (24.07),training,h100-3200,8,llama-2-7b,1,1,8,1,1,1,1,128,4096,,,,,,fp8,,none,1,,,tokens_per_s_per_gpu,16847.0
nd285,NVIDIA/NeMo docs/source/performance/performance_summary.md@070a0bb1 (24.07),training,h100-3200,64,nemotron-3-8b,2,1,32,1,1,1,4,256,4096,,,,,,fp8,,none,1,,,tokens_per_s_per_gpu,12701.0
nd288,NVIDIA/NeMo docs/source/performance/performance_summary.md@070a0bb1 (24.07),training,h100-3200,8,llama-3-8b,1,1,4,1,2,1,1,128,8192,,,,,,fp8,,none,1,,,tokens_per_s_per_gpu,12036.0
nd289,NVIDIA/NeMo docs/source/performance/performance_summary.md@070a0bb1 (24.07),training,h100-3200,64,llama-3-70b,4,4,2,1,2,5,1,128,8192,,,,,,fp8,,none,1,,,tokens_per_s_per_gpu,1533.0
nd290,NVIDIA/NeMo docs/source/performance/performance_summary.md@070a0bb1 (24.07),training,h100-3200,8,llama-2-7b,1,1,8,1,1,1,1,32,4096,,,,,,fp8,,none,1,,,tokens_per_s_per_gpu,17120.0
nd291,NVIDIA/NeMo docs/source/performance/performance_summary.md@070a0bb1 (24.07),training,h100-3200,8,llama-2-13b,1,4,2,1,1,1,1,32,4096,,,,,,fp8,,none,1,,,tokens_per_s_per_gpu,9741.0
nd292,NVIDIA/NeMo docs/source/performance/performance_summary.md@070a0bb1 (24.07),training,h100-3200,16,llama-2-70b,4,4,1,1,1,1,1,32,4096,,,,,,fp8,,none,1,,,tokens_per_s_per_gpu,1833.0
nd294,NVIDIA/NeMo docs/source/performance/performance_summary.md@070a0bb1 (24.07),training,h100-3200,8,llama-2-13b,1,1,8,1,1,1,1,32,4096,,,,,,fp8,,none,1,"{""lora"": 32}",,tokens_per_s_per_gpu,14161.0
nd295,NVIDIA/NeMo docs/source/performance/performance_summary.md@070a0bb1 (24.07),training,h100-3200,8,llama-2-70b,2,4,1,1,1,1,1,32,4096,,,,,,fp8,,none,1,"{""lora"": 32}",,tokens_per_s_per_gpu,2557.0
nd306,NVIDIA/NeMo docs/source/performance/performance_long_sequence.md@8cfedd72,training,h100-3200,4,llama-2-7b-long,1,1,4,,1,1,1,1024,4096,,,,,,fp8,,none,1,,,tokens_per_s_per_gpu,16664.9
nd307,NVIDIA/NeMo docs/source/performance/performance_long_sequence.md@8cfedd72,training,h100-3200,8,llama-2-7b-long,1,2,4,,1,1,1,512,8192,,,,,,fp8,,none,1,,,tokens_per_s_per_gpu,13897.5
nd308,NVIDIA/NeMo docs/source/performance/performance_long_sequence.md@8cfedd72,training,h100-3200,16,llama-2-7b-long,2,1,8,,1,1,1,256,16384,,,,,,fp8,,none,1,,,tokens_per_s_per_gpu,10089.9
nd309,NVIDIA/NeMo docs/source/performance/performance_long_sequence.md@8cfedd72,training,h100-3200,32,llama-2-7b-long,2,1,8,,2,1,1,128,32768,,,,,,fp8,,none,1,,,tokens_per_s_per_gpu,6689.9
nd310,NVIDIA/NeMo docs/source/performance/performance_long_sequence.md@8cfedd72,training,h100-3200,64,llama-2-7b-long,4,1,8,,2,1,1,64,65536,,,,,,fp8,,none,1,,,tokens_per_s_per_gpu,4021.8
nd311,NVIDIA/NeMo docs/source/performance/performance_long_sequence.md@8cfedd72,training,h100-3200,128,llama-2-7b-long,4,1,8,,4,1,1,32,131072,,,,,,fp8,,none,1,,,tokens_per_s_per_gpu,2257.9
nd312,NVIDIA/NeMo docs/source/performance/performance_long_sequence.md@8cfedd72,training,h100-3200,256,llama-2-7b-long,4,1,8,,8,1,1,16,262144,,,,,,fp8,,none,1,,,tokens_per_s_per_gpu,1214.7
nd313,NVIDIA/NeMo docs/source/performance/performance_long_sequence.md@8cfedd72,training,h100-3200,512,llama-2-7b-long,8,1,4,,16,1,1,8,524288,,,,,,fp8,,none,1,,,tokens_per_s_per_gpu,635.2
nd314,NVIDIA/NeMo docs/source/performance/performance_long_sequence.md@8cfedd72,training,h100-3200,1024,llama-2-7b-long,8,1,4,,32,1,1,4,1048576,,,,,,fp8,,none,1,,,tokens_per_s_per_gpu,317.4
nd349,foundation-model-stack/fms-fsdp README.md@5a296afe,training,a100-80-400,128,llama-2-7b,1,1,128,,,,2,256,4096,,,,,,bf16,,none,3,"{""shardRanks"": 8}",,tokens_per_s_per_gpu,4550
nd351,foundation-model-stack/fms-fsdp README.md@5a296afe,training,a100-80-400,128,llama-2-13b,1,1,128,,,,2,256,4096,,,,,,bf16,,selective,3,,,tokens_per_s_per_gpu,2150
nd353,foundation-model-stack/fms-fsdp README.md@5a296afe,training,a100-80-400,128,llama-34b,1,1,128,,,,2,256,4096,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,820
nd355,foundation-model-stack/fms-fsdp README.md@5a296afe,training,a100-80-400,128,llama-2-70b,1,1,128,,,,2,256,4096,,,,,,bf16,,full,3,,,tokens_per_s_per_gpu,410
nd361,NVIDIA/DeepLearningExamples PyTorch/LanguageModeling/BERT/README.md@729963dd,training,a100-80-1600,8,bert-large,1,1,8,,,,256,65536,128,,,,,,fp16,,none,0,,,sequences_per_s,4591
nd362,NVIDIA/DeepLearningExamples PyTorch/LanguageModeling/BERT/README.md@729963dd,training,a100-80-1chip,1,bert-large,1,1,1,,,,32,4096,512,,,,,,fp16,,none,0,,,sequences_per_s,210
nd363,NVIDIA/DeepLearningExamples PyTorch/LanguageModeling/BERT/README.md@729963dd,training,a100-80-1600,8,bert-large,1,1,8,,,,32,32768,512,,,,,,fp16,,none,0,,,sequences_per_s,1657
nd364,NVIDIA/DeepLearningExamples PyTorch/LanguageModeling/BERT/README.md@729963dd,training,a100-80-1600,16,bert-large,1,1,16,,,,256,65536,128,,,,,,fp16,,none,0,,,sequences_per_s,9191
nd368,NVIDIA/DeepLearningExamples PyTorch/LanguageModeling/BERT/README.md@729963dd,training,a100-80-1600,64,bert-large,1,1,64,,,,256,65536,128,,,,,,fp16,,none,0,,,sequences_per_s,35774
nd369,NVIDIA/DeepLearningExamples PyTorch/LanguageModeling/BERT/README.md@729963dd,training,a100-80-1600,64,bert-large,1,1,64,,,,32,32768,512,,,,,,fp16,,none,0,,,sequences_per_s,13005
nd370,NVIDIA/DeepLearningExamples PyTorch/LanguageModeling/BERT/README.md@729963dd,training,a100-80-1600,128,bert-large,1,1,128,,,,256,65536,128,,,,,,fp16,,none,0,,,sequences_per_s,70555
nd371,NVIDIA/DeepLearningExamples PyTorch/LanguageModeling/BERT/README.md@729963dd,training,a100-80-1600,128,bert-large,1,1,128,,,,32,32768,512,,,,,,fp16,,none,0,,,sequences_per_s,25570
nd372,NVIDIA/DeepLearningExamples PyTorch/LanguageModeling/BERT/README.md@729963dd,training,a100-80-1600,256,bert-large,1,1,256,,,,256,65536,128,,,,,,fp16,,none,0,,,sequences_per_s,138294
nd374,NVIDIA/DeepLearningExamples PyTorch/LanguageModeling/BERT/README.md@729963dd,training,v100-1chip,1,bert-large,1,1,1,,,,64,4096,128,,,,,,fp16,,none,0,,,sequences_per_s,224
nd848,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,16,all-reduce,,,,,,,,,33554432,,,,,,,,,,,,busbw_gb_s,147.32
nd851,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,16,all-reduce,,,,,,,,,2147483648,,,,,,,,,,,,busbw_gb_s,445.05
nd853,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,32,all-reduce,,,,,,,,,33554432,,,,,,,,,,,,busbw_gb_s,95.38
nd854,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,32,all-reduce,,,,,,,,,134217728,,,,,,,,,,,,busbw_gb_s,229.48
nd855,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,32,all-reduce,,,,,,,,,536870912,,,,,,,,,,,,busbw_gb_s,278.41
nd859,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,64,all-reduce,,,,,,,,,134217728,,,,,,,,,,,,busbw_gb_s,156.33
nd860,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,64,all-reduce,,,,,,,,,536870912,,,,,,,,,,,,busbw_gb_s,272.62
nd861,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,64,all-reduce,,,,,,,,,2147483648,,,,,,,,,,,,busbw_gb_s,278.15
nd863,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,128,all-reduce,,,,,,,,,33554432,,,,,,,,,,,,busbw_gb_s,74.85
nd864,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,128,all-reduce,,,,,,,,,134217728,,,,,,,,,,,,busbw_gb_s,129.2
nd869,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,256,all-reduce,,,,,,,,,134217728,,,,,,,,,,,,busbw_gb_s,115.78
nd871,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,256,all-reduce,,,,,,,,,2147483648,,,,,,,,,,,,busbw_gb_s,269.47
nd873,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,16,all-gather,,,,,,,,,33554432,,,,,,,,,,,,busbw_gb_s,131.3
nd874,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,16,all-gather,,,,,,,,,134217728,,,,,,,,,,,,busbw_gb_s,234.54
nd879,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,32,all-gather,,,,,,,,,536870912,,,,,,,,,,,,busbw_gb_s,220.57
nd880,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,32,all-gather,,,,,,,,,2147483648,,,,,,,,,,,,busbw_gb_s,330.92
nd881,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,64,all-gather,,,,,,,,,33554432,,,,,,,,,,,,busbw_gb_s,46.29
nd886,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,128,all-gather,,,,,,,,,134217728,,,,,,,,,,,,busbw_gb_s,87.68
nd887,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,128,all-gather,,,,,,,,,536870912,,,,,,,,,,,,busbw_gb_s,219.97
nd889,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,256,all-gather,,,,,,,,,33554432,,,,,,,,,,,,busbw_gb_s,12.38
nd892,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,256,all-gather,,,,,,,,,2147483648,,,,,,,,,,,,busbw_gb_s,262.77
nd894,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,16,all-to-all,,,,,,,,,134217728,,,,,,,,,,,,busbw_gb_s,68.79
nd902,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,64,all-to-all,,,,,,,,,134217728,,,,,,,,,,,,busbw_gb_s,36.2
nd903,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,64,all-to-all,,,,,,,,,536870912,,,,,,,,,,,,busbw_gb_s,46.57
nd904,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,64,all-to-all,,,,,,,,,2147483648,,,,,,,,,,,,busbw_gb_s,49.63
nd905,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,128,all-to-all,,,,,,,,,33554432,,,,,,,,,,,,busbw_gb_s,24.63
nd906,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,128,all-to-all,,,,,,,,,134217728,,,,,,,,,,,,busbw_gb_s,31.45
nd907,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,128,all-to-all,,,,,,,,,536870912,,,,,,,,,,,,busbw_gb_s,40.07
nd908,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,128,all-to-all,,,,,,,,,2147483648,,,,,,,,,,,,busbw_gb_s,44.23
nd910,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,256,all-to-all,,,,,,,,,134217728,,,,,,,,,,,,busbw_gb_s,27.02
nd911,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,256,all-to-all,,,,,,,,,536870912,,,,,,,,,,,,busbw_gb_s,33.06
nd912,crazyguitar/aws-gpu-communication-benchmark data/nccl_*.csv@fd167f97,collective,p5.48xlarge,256,all-to-all,,,,,,,,,2147483648,,,,,,,,,,,,busbw_gb_s,40.78
nd391,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h100-3200,1,llama-3.1-8b,1,1,,,,,,,,1000,1000,,3000,2048,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,14108.0
nd394,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h100-3200,1,llama-3.1-8b,1,1,,,,,,,,128,4096,,1500,2048,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,11815.4
nd397,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h100-3200,1,llama-3.1-8b,1,1,,,,,,,,2048,2048,,1500,2048,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,8777.7
nd400,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h100-3200,1,llama-3.1-8b,1,1,,,,,,,,1000,1000,,3000,2048,fp16,bf16,,,,trtllm-h100,output_tokens_per_s,7054.5
nd403,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h100-3200,1,llama-3.1-8b,1,1,,,,,,,,128,4096,,1500,2048,fp16,bf16,,,,trtllm-h100,output_tokens_per_s,5368.9
nd406,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h100-3200,1,llama-3.1-8b,1,1,,,,,,,,2048,2048,,1500,2048,fp16,bf16,,,,trtllm-h100,output_tokens_per_s,4159.7
nd427,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h100-3200,1,mistral-7b,1,1,,,,,,,,1000,1000,,3000,2048,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,14986.8
nd430,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h100-3200,1,mistral-7b,1,1,,,,,,,,128,4096,,1500,2048,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,12780.4
nd433,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h100-3200,1,mistral-7b,1,1,,,,,,,,2048,2048,,1500,2048,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,8974.7
nd436,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h100-3200,1,mistral-7b,1,1,,,,,,,,1000,1000,,3000,2048,fp16,bf16,,,,trtllm-h100,output_tokens_per_s,7697.1
nd439,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h100-3200,1,mistral-7b,1,1,,,,,,,,128,4096,,1500,2048,fp16,bf16,,,,trtllm-h100,output_tokens_per_s,5800.5
nd442,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h100-3200,1,mistral-7b,1,1,,,,,,,,2048,2048,,1500,2048,fp16,bf16,,,,trtllm-h100,output_tokens_per_s,4367.9
nd454,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h200-3200,4,llama-3.1-70b,4,1,,,,,,,,1000,1000,,3000,2048,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,7607.5
nd457,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h200-3200,4,llama-3.1-70b,4,1,,,,,,,,128,4096,,1500,2048,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,8939.8
nd460,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h200-3200,4,llama-3.1-70b,4,1,,,,,,,,2048,2048,,1500,2048,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,6112.9
nd463,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h100-3200,4,llama-3.1-70b,4,1,,,,,,,,1000,1000,,3000,2048,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,6932.9
nd466,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h100-3200,4,llama-3.1-70b,4,1,,,,,,,,128,4096,,1500,2048,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,6431.3
nd469,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h100-3200,4,llama-3.1-70b,4,1,,,,,,,,2048,2048,,1500,2048,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,4838.5
nd472,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h100-3200,4,llama-3.1-70b,4,1,,,,,,,,1000,1000,,3000,2048,fp16,bf16,,,,trtllm-h100,output_tokens_per_s,3774.7
nd475,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h100-3200,4,llama-3.1-70b,4,1,,,,,,,,128,4096,,1500,2048,fp16,bf16,,,,trtllm-h100,output_tokens_per_s,3083.9
nd478,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h100-3200,4,llama-3.1-70b,4,1,,,,,,,,2048,2048,,1500,2048,fp16,bf16,,,,trtllm-h100,output_tokens_per_s,2393.1
nd490,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h200-3200,8,llama-3.1-70b,8,1,,,,,,,,1000,1000,,3000,2048,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,13081.4
nd493,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h200-3200,8,llama-3.1-70b,8,1,,,,,,,,128,4096,,1500,2048,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,13974.3
nd496,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h200-3200,8,llama-3.1-70b,8,1,,,,,,,,2048,2048,,1500,2048,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,9716.2
nd499,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h100-3200,8,llama-3.1-70b,8,1,,,,,,,,1000,1000,,3000,2048,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,10730.2
nd502,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h100-3200,8,llama-3.1-70b,8,1,,,,,,,,128,4096,,1500,2048,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,9168.7
nd505,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h100-3200,8,llama-3.1-70b,8,1,,,,,,,,2048,2048,,1500,2048,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,7434.8
nd508,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h100-3200,8,llama-3.1-70b,8,1,,,,,,,,1000,1000,,3000,2048,fp16,bf16,,,,trtllm-h100,output_tokens_per_s,5978.5
nd511,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h100-3200,8,llama-3.1-70b,8,1,,,,,,,,128,4096,,1500,2048,fp16,bf16,,,,trtllm-h100,output_tokens_per_s,4982.0
nd514,"NVIDIA/TensorRT-LLM perf-overview.md, 0.14.0 (copy arthurrasmusson/TensorRT-LLM@e00d4e65)",offline,h100-3200,8,llama-3.1-70b,8,1,,,,,,,,500,2000,,3000,2048,fp16,bf16,,,,trtllm-h100,output_tokens_per_s,6205.3
nd668,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,h200-3200,1,gpt-j-6b,1,1,,,,,,,,128,2048,,120,120,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,8530.0
nd671,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,h200-3200,1,mistral-7b,1,1,,,,,,,,128,128,,896,896,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,20460.0
nd674,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,h200-3200,1,mistral-7b,1,1,,,,,,,,2048,2048,,56,56,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,3867.0
nd677,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,h200-3200,1,llama-2-7b,1,1,,,,,,,,2048,128,,64,64,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,2391.0
nd680,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,h200-3200,2,llama-2-70b,2,1,,,,,,,,128,2048,,512,512,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,7926.0
nd683,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,h200-3200,4,falcon-180b,4,1,,,,,,,,128,128,,1024,1024,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,4472.0
nd686,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,h100-3200,1,gpt-j-6b,1,1,,,,,,,,128,2048,,120,120,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,7350.0
nd689,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,h100-3200,1,mistral-7b,1,1,,,,,,,,128,128,,896,896,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,20404.0
nd692,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,h100-3200,1,mistral-7b,1,1,,,,,,,,2048,2048,,56,56,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,3731.0
nd695,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,h100-3200,1,llama-2-7b,1,1,,,,,,,,2048,128,,84,84,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,2163.0
nd698,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,h100-3200,4,llama-2-70b,4,1,,,,,,,,128,2048,,512,512,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,10900.0
nd701,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,h100-3200,4,falcon-180b,4,1,,,,,,,,128,128,,1024,1024,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,4400.0
nd704,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,h100-3200,4,falcon-180b,4,1,,,,,,,,2048,2048,,64,64,fp8,fp8,,,,trtllm-h100,output_tokens_per_s,984.0
nd707,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,a100-80-1600,1,gpt-j-6b,1,1,,,,,,,,2048,128,,32,32,fp16,bf16,,,,,output_tokens_per_s,545.0
nd710,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,a100-80-1600,1,mistral-7b,1,1,,,,,,,,128,2048,,120,120,fp16,bf16,,,,,output_tokens_per_s,3776.0
nd713,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,a100-80-1600,2,mixtral-8x7b,2,1,,,,,,,,128,128,,512,512,fp16,bf16,,,,,output_tokens_per_s,5684.0
nd716,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,a100-80-1600,2,mixtral-8x7b,2,1,,,,,,,,2048,2048,,32,32,fp16,bf16,,,,,output_tokens_per_s,1602.0
nd719,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,a100-80-1600,1,llama-2-7b,1,1,,,,,,,,2048,128,,32,32,fp16,bf16,,,,,output_tokens_per_s,533.0
nd722,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,a100-80-1600,8,llama-2-70b,8,1,,,,,,,,128,2048,,512,512,fp16,bf16,,,,,output_tokens_per_s,5472.0
nd725,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,a100-80-1600,8,falcon-180b,8,1,,,,,,,,128,128,,1024,1024,fp16,bf16,,,,,output_tokens_per_s,2032.0
nd728,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,h200-3200,1,gpt-j-6b,1,1,,,,,,,,2048,1,,1,1,fp8,fp8,,,,trtllm-h100,ttft_ms,23.5
nd731,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,h200-3200,1,llama-2-7b,1,1,,,,,,,,128,1,,1,1,fp8,fp8,,,,trtllm-h100,ttft_ms,5.7
nd734,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,h200-3200,4,llama-2-70b,4,1,,,,,,,,2048,1,,1,1,fp8,fp8,,,,trtllm-h100,ttft_ms,103.0
nd737,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,h100-3200,1,mistral-7b,1,1,,,,,,,,128,1,,1,1,fp8,fp8,,,,trtllm-h100,ttft_ms,6.5
nd740,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,h100-3200,1,llama-2-7b,1,1,,,,,,,,2048,1,,1,1,fp8,fp8,,,,trtllm-h100,ttft_ms,30.8
nd743,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,a100-80-1600,1,gpt-j-6b,1,1,,,,,,,,128,1,,1,1,fp16,bf16,,,,,ttft_ms,14.8
nd746,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,a100-80-1600,1,mistral-7b,1,1,,,,,,,,2048,1,,1,1,fp16,bf16,,,,,ttft_ms,139.6
nd749,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,a100-80-1600,1,llama-2-7b,1,1,,,,,,,,128,1,,1,1,fp16,bf16,,,,,ttft_ms,16.2
nd752,"NVIDIA/TensorRT-LLM perf-overview.md, 0.9.0 (copy WhiteD2125/TensorRT-LLM@6ad7cf1b)",static,a100-80-1600,8,llama-2-70b,8,1,,,,,,,,2048,1,,1,1,fp16,bf16,,,,,ttft_ms,249.2
`;
