import { Global, Module } from '@nestjs/common';
import { AccessDenials } from './access-denials';
import { AuditLog } from './audit-log';

@Global()
@Module({ providers: [AccessDenials, AuditLog], exports: [AccessDenials, AuditLog] })
export class AuditModule {}
