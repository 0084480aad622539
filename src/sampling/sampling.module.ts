import { Module } from '@nestjs/common';
import { Sampler } from './sampler.service';

@Module({ providers: [Sampler], exports: [Sampler] })
export class SamplingModule {}
