import { Global, Module } from '@nestjs/common';
import { ShutdownDeadline } from './shutdown-deadline';

/** Global: what requests leave behind may be anywhere. */
@Global()
@Module({ providers: [ShutdownDeadline], exports: [ShutdownDeadline] })
export class HttpModule {}
