import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** Columns of the types that PostgreSQL's own extensions bring, and of several ranges in one. */
@Entity()
export class Specimen {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('hstore', { nullable: true })
  attributes!: string | Record<string, unknown> | null;

  @Column('hstore', { nullable: true, hstoreType: 'object' })
  properties!: Record<string, unknown> | null;

  @Column('ltree', { nullable: true })
  place!: string | null;

  @Column('cube', { nullable: true })
  size!: number[] | null;

  @Column('cube', { nullable: true, array: true })
  sizes!: number[][] | null;

  @Column('citext', { nullable: true })
  label!: string | null;

  @Column('int4multirange', { nullable: true })
  lots!: string | null;

  @Column('datemultirange', { nullable: true })
  seasons!: string | null;

  @Column('nummultirange', { nullable: true })
  spans!: string | null;
}
