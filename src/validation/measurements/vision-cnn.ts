/**
 * Published measurements: convolutional networks on Neuron devices. Figures as printed by:
 *
 * - aws-neuron-sdk:general/benchmarks/inf1/data.csv
 * - aws-neuron-sdk:general/benchmarks/inf1/throughput_data_cnn.csv
 * - aws-neuron-sdk:general/benchmarks/inf2/latency_data_vision_cnn.csv
 * - aws-neuron-sdk:general/benchmarks/inf2/throughput_data_vision_cnn.csv
 */
export const visionCnnRows: string = `id,neuron_version,framework,instance,cores,model,family,task,batch,image_size,inflight,throughput_inf_s
cnn001,2.12.0,Tensorflow 1.15,inf1.xlarge,4,OpenPose,cnn,Data Parallel,1,,3.46725,57.5
cnn002,2.20.0,PyTorch 1.13,inf1.xlarge,4,Resnet-50,cnn,Data Parallel,5,,3.98088,921.5
cnn003,2.12.0,Tensorflow 1.15,inf1.xlarge,4,Resnet-50,cnn,Data Parallel,10,,3.92846,2207
cnn006,2.20.0,PyTorch 1.13,inf1.2xlarge,4,YOLO v4,cnn,Data Parallel,1,,7.212,180.3
cnn007,2.21.0,PyTorch 2.5,inf2.xlarge,2,resnet101,cnn,Image Classification,64,224x224,3.99669,3164.99
cnn008,2.21.0,PyTorch 2.5,inf2.xlarge,2,resnet101,cnn,Image Classification,1,224x224,1.00165,994.691
cnn011,2.21.0,PyTorch 2.5,inf2.xlarge,2,resnet18,cnn,Image Classification,8,224x224,3.98448,6949.17
cnn012,2.21.0,PyTorch 2.5,inf2.xlarge,2,resnet18,cnn,Image Classification,1,224x224,0.995198,1669.8
cnn015,2.21.0,PyTorch 2.5,inf2.xlarge,2,resnet50,cnn,Image Classification,8,224x224,3.99955,4393.3
cnn016,2.21.0,PyTorch 2.5,inf2.xlarge,2,resnet50,cnn,Image Classification,1,224x224,1.01167,1218.88
cnn017,2.21.0,PyTorch 2.5,inf2.xlarge,2,vgg11,cnn,Image Classification,64,224x224,3.99791,4734.4
cnn018,2.21.0,PyTorch 2.5,inf2.xlarge,2,vgg11,cnn,Image Classification,1,224x224,1.00041,629.189
`;
