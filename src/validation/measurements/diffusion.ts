/**
 * Published measurements: image generation on Neuron devices. Figures as printed by:
 *
 * - aws-neuron-sdk:general/benchmarks/inf2/latency_data_vision.csv
 * - aws-neuron-sdk:general/benchmarks/inf2/latency_data_vision_dit.csv
 * - aws-neuron-sdk:general/benchmarks/inf2/latency_data_vision_sd.csv
 */
export const diffusionRows: string = `id,neuron_version,framework,instance,cores,model,family,batch,image_size,steps,throughput_inf_s
dif001,2.20,PyTorch 2.1,inf2.xlarge,2,PixArt Alpha,diffusion,1,256x256,20,1.975
dif002,2.20,PyTorch 2.1,inf2.xlarge,2,PixArt Alpha,diffusion,1,512x512,20,0.565
dif005,2.21.0,PyTorch 2.5,inf2.xlarge,2,Stable Diffusion 1.5,diffusion,1,512x512,50,0.494
dif006,2.13.0,PyTorch 1.13.1,inf2.xlarge,2,Stable Diffusion 1.5,diffusion,1,768x768,50,0.13
dif008,2.21.0,PyTorch 2.5,inf2.xlarge,2,Stable Diffusion 2.1,diffusion,1,512x512,50,0.596
dif010,2.13.0,PyTorch 1.13.1,inf2.xlarge,2,Stable Diffusion XL,diffusion,1,1024x1024,50,0.07
dif011,2.21.0,PyTorch 2.5,inf2.xlarge,2,Stable Diffusion XL Base,diffusion,1,1024x1024,50,0.083
`;
