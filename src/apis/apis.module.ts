import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database';
import { User } from '../users/user.entity';
import { Api } from './api.entity';
import { ApiActionsController } from './api-actions.controller';
import { ApiCatalogController } from './api-catalog.controller';
import { ApiLifecycle } from './api-lifecycle.service';
import { ApiSearch } from './api-search.service';
import { ApiStats } from './api-stats.service';
import { ApiVersion } from './api-version.entity';
import { ApiViews } from './api-views.service';
import { ApisController } from './apis.controller';
import { ApisService } from './apis.service';
import { VersionLifecycle } from './version-lifecycle.service';
import { VersionViews } from './version-views.service';
import { VersionsController } from './versions.controller';
import { VersionsService } from './versions.service';

@Module({
  imports: [DatabaseModule.forFeature([Api, ApiVersion, User])],
  controllers: [ApisController, ApiActionsController, VersionsController, ApiCatalogController],
  providers: [
    ApisService,
    ApiLifecycle,
    ApiSearch,
    ApiStats,
    ApiViews,
    VersionLifecycle,
    VersionsService,
    VersionViews,
  ],
})
export class ApisModule {}
