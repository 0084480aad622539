import {
  ChildEntity,
  Column,
  Entity,
  EntitySchema,
  ManyToOne,
  PrimaryGeneratedColumn,
  TableInheritance,
  ViewColumn,
  ViewEntity,
  type Relation,
} from 'typeorm';

@Entity()
export class Topic {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  name!: string;
}

/** Columns that every child has, from a class that is no entity. */
abstract class Titled {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  title!: string;
}

@Entity()
@TableInheritance({ column: { name: 'type', type: 'varchar' } })
export class Content extends Titled {
  @Column('varchar', { nullable: true })
  note!: string | null;
}

@ChildEntity()
export class Photo extends Content {
  @Column('varchar', { nullable: true })
  size!: string | null;

  @ManyToOne(() => Topic)
  topic!: Relation<Topic> | null;
}

@ChildEntity('q')
export class Question extends Content {
  @Column('int', { nullable: true })
  answers!: number | null;
}

@ChildEntity()
export class Poll extends Question {
  @Column('varchar', { nullable: true })
  choices!: string | null;
}

const angled = {
  from: (value: string | null) => (value === null ? null : `<${value}>`),
  to: (value: unknown) => value,
};

@ViewEntity({
  expression: (dataSource) =>
    dataSource
      .createQueryBuilder()
      .select('c.id', 'id')
      .addSelect('c.title', 'title')
      .addSelect('t.name', 'subject')
      .from(Content, 'c')
      .leftJoin(Topic, 't', 't.id = c."topicId"'),
})
export class Listing {
  @ViewColumn()
  id!: number;

  @ViewColumn()
  title!: string;

  @ViewColumn({ name: 'subject', transformer: angled })
  about!: string | null;
}

export interface Shelf {
  id: number;
  label: string;
  rank: number | null;
  madeAt: Date;
  data: unknown;
  removedAt: Date | null;
  version: number;
  room: Room | null;
  rooms: Room[];
}

export interface Room {
  id: number;
  name: string;
}

export const RoomSchema = new EntitySchema<Room>({
  name: 'room',
  columns: { id: { type: Number, primary: true, generated: 'increment' }, name: { type: String } },
});

export const ShelfSchema = new EntitySchema<Shelf>({
  name: 'shelf',
  tableName: 'shelves',
  columns: {
    id: { type: Number, primary: true, generated: 'increment' },
    label: { type: String, length: 10, unique: true },
    rank: { type: 'int', nullable: true, default: 3 },
    madeAt: { type: 'timestamptz', createDate: true },
    data: { type: 'jsonb', nullable: true },
    removedAt: { type: 'timestamp', deleteDate: true },
    version: { type: Number, version: true },
  },
  relations: {
    room: { type: 'many-to-one', target: 'room', joinColumn: true, eager: true, nullable: true },
    rooms: { type: 'many-to-many', target: 'room', joinTable: { name: 'shelf_rooms' } },
  },
  checks: [{ expression: 'rank < 100', name: 'CHK_shelf_rank' }],
});

export const contents = [Topic, Content, Photo, Question, Poll, Listing, RoomSchema, ShelfSchema];
