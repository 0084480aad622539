import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database';
import { DocumentsModule } from '../documents/documents.module';
import { User } from '../users/user.entity';
import { Api } from './api.entity';
import { ApiActionsController } from './api-actions.controller';
import { ApiCatalogController } from './api-catalog.controller';
import { ApiLifecycle } from './api-lifecycle.service';
import { ApiSearch } from './api-search.service';
import { ApiStats } from './api-stats.service';
import { ApiTransfersController } from './api-transfers.controller';
import { ApiTransfers } from './api-transfers.service';
import { ApiVersion } from './api-version.entity';
import { ApiViews } from './api-views.service';
import { ApisController } from './apis.controller';
import { ApisService } from './apis.service';
import { DiffController } from './diff.controller';
import { DocumentsController } from './documents.controller';
import { Publication } from './publication.service';
import { VersionActionsController } from './version-actions.controller';
import { VersionDiffs } from './version-diffs.service';
import { VersionDocuments } from './version-documents.service';
import { VersionLifecycle } from './version-lifecycle.service';
import { VersionViews } from './version-views.service';
import { VersionsController } from './versions.controller';
import { VersionsService } from './versions.service';

@Module({
  imports: [DatabaseModule.forFeature([Api, ApiVersion, User]), DocumentsModule],
  controllers: [
    ApisController,
    ApiActionsController,
    ApiTransfersController,
    VersionsController,
    VersionActionsController,
    DocumentsController,
    DiffController,
    ApiCatalogController,
  ],
  providers: [
    ApisService,
    ApiLifecycle,
    ApiSearch,
    ApiStats,
    ApiTransfers,
    ApiViews,
    Publication,
    VersionDiffs,
    VersionDocuments,
    VersionLifecycle,
    VersionsService,
    VersionViews,
  ],
  exports: [ApisService, ApiSearch, ApiViews, VersionDiffs, VersionDocuments, VersionsService, VersionViews],
})
export class ApisModule {}
