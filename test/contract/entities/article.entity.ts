import {
  Column,
  CreateDateColumn,
  DeleteDateColumn,
  Entity,
  PrimaryGeneratedColumn,
  UpdateDateColumn,
  VersionColumn,
} from 'typeorm';

/** Keeps a list as text, so that the value in the object differs from the value in the row. */
const commaSeparated = {
  to: (value: string[] | undefined) => value?.join(','),
  from: (value: string | null) => value?.split(',') ?? null,
};

/** The columns that TypeORM and the database fill in by themselves. */
@Entity()
export class Article {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  title!: string;

  @Column('varchar', { nullable: true })
  summary!: string | null;

  @Column('int', { default: 7 })
  rank!: number;

  @Column('jsonb', { nullable: true })
  data!: unknown;

  @Column('timestamptz', { nullable: true })
  publishedAt!: Date | null;

  @Column('varchar', { nullable: true, transformer: commaSeparated })
  keywords!: string[] | null;

  @Column({ type: 'varchar', nullable: true, update: false })
  origin!: string | null;

  @Column({ type: 'varchar', nullable: true, insert: false })
  reviewer!: string | null;

  @VersionColumn()
  version!: number;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt!: Date;

  @DeleteDateColumn({ type: 'timestamptz' })
  deletedAt!: Date | null;
}

/** A key made by the database. */
@Entity()
export class Badge {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column()
  label!: string;
}
