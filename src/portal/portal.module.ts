import { Module } from '@nestjs/common';
import { ApisModule } from '../apis/apis.module';
import { DocumentsModule } from '../documents/documents.module';
import { Assets } from './assets.service';
import { AssetsController } from './assets.controller';
import { Catalogue } from './catalogue.service';
import { PageRenderer } from './page-renderer.service';
import { PortalController } from './portal.controller';

/** Pages for people who look for an API, and read what it does. */
@Module({
  imports: [ApisModule, DocumentsModule],
  controllers: [PortalController, AssetsController],
  providers: [Assets, Catalogue, PageRenderer],
  exports: [PageRenderer],
})
export class PortalModule {}
