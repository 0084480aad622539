import { Injectable, Module } from '@nestjs/common';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, Repository } from 'typeorm';
import { Photo } from './photo.entity';

/** A custom repository as a class. */
@Injectable()
export class PhotosRepository extends Repository<Photo> {
  constructor(dataSource: DataSource) {
    super(Photo, dataSource.createEntityManager());
  }

  findPopular(views: number): Promise<Photo[]> {
    return this.createQueryBuilder('photo')
      .innerJoinAndSelect('photo.user', 'user')
      .where('photo.views >= :views', { views })
      .orderBy('photo.id')
      .getMany();
  }
}

export const POPULAR_PHOTOS = Symbol('POPULAR_PHOTOS');

/** A custom repository by `extend()`, made by a factory. */
export interface PopularPhotos extends Repository<Photo> {
  countPopular(views: number): Promise<number>;
}

const popularPhotos = {
  provide: POPULAR_PHOTOS,
  inject: [getDataSourceToken()],
  useFactory: (dataSource: DataSource): PopularPhotos =>
    dataSource.getRepository(Photo).extend({
      countPopular(this: Repository<Photo>, views: number): Promise<number> {
        return this.createQueryBuilder('photo').where('photo.views >= :views', { views }).getCount();
      },
    }),
};

@Module({
  imports: [TypeOrmModule.forFeature([Photo])],
  providers: [PhotosRepository, popularPhotos],
  exports: [TypeOrmModule, PhotosRepository, popularPhotos],
})
export class PhotosModule {}
