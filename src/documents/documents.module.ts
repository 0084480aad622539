import { Module } from '@nestjs/common';
import { DEFAULT_DOCUMENT_LIMITS, DOCUMENT_LIMITS } from './document-limits';
import { DocumentsService } from './documents.service';

@Module({
  providers: [{ provide: DOCUMENT_LIMITS, useValue: DEFAULT_DOCUMENT_LIMITS }, DocumentsService],
  exports: [DocumentsService],
})
export class DocumentsModule {}
