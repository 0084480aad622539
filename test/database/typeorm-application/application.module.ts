import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CategoriesModule } from './categories/categories.module';
import { UsersHttpModule } from './users/users-http.module';

/** What remains of the application when its root module's `TypeOrmModule.forRoot()` is taken out. */
@Module({ imports: [UsersHttpModule, CategoriesModule] })
export class ApplicationModule {
  constructor(readonly dataSource: DataSource) {}
}
