import { Module } from '@nestjs/common';
import { AdminModule } from '../admin/admin.module';
import { ApisModule } from '../apis/apis.module';
import { DocumentsModule } from '../documents/documents.module';
import { SamplingModule } from '../sampling/sampling.module';
import { Assets } from './assets.service';
import { AssetsController } from './assets.controller';
import { Catalogue } from './catalogue.service';
import { PageRenderer } from './page-renderer.service';
import { PortalController } from './portal.controller';
import { StatusController } from './status.controller';
import { StatusViews } from './status-views.service';

/** Pages for people: who look for an API and read what it does, and who look how the service is doing. */
@Module({
  imports: [AdminModule, ApisModule, DocumentsModule, SamplingModule],
  controllers: [PortalController, StatusController, AssetsController],
  providers: [Assets, Catalogue, PageRenderer, StatusViews],
  exports: [PageRenderer],
})
export class PortalModule {}
