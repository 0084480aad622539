import {
  AfterInsert,
  AfterLoad,
  AfterRemove,
  AfterUpdate,
  BeforeInsert,
  BeforeRemove,
  BeforeUpdate,
  Column,
  Entity,
  EventSubscriber,
  PrimaryGeneratedColumn,
  type EntitySubscriberInterface,
  type InsertEvent,
  type RemoveEvent,
  type UpdateEvent,
} from 'typeorm';

/** What happened, in order; a test clears it first. */
export const happenings: string[] = [];

@Entity()
export class Note {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  text!: string;

  @Column('varchar', { nullable: true })
  slug!: string | null;

  length?: number;

  @BeforeInsert()
  @BeforeUpdate()
  makeSlug(): void {
    happenings.push(`entity before ${this.text}`);
    this.slug = this.text.toLowerCase().replaceAll(' ', '-');
  }

  @AfterInsert()
  inserted(): void {
    happenings.push(`entity inserted ${this.id}`);
  }

  @AfterUpdate()
  updated(): void {
    happenings.push(`entity updated ${this.id}`);
  }

  @BeforeRemove()
  removing(): void {
    happenings.push(`entity removing ${this.id}`);
  }

  @AfterRemove()
  removed(): void {
    happenings.push(`entity removed ${this.id}`);
  }

  @AfterLoad()
  loaded(): void {
    happenings.push(`entity loaded ${this.id}`);
    this.length = this.text.length;
  }
}

@EventSubscriber()
export class NoteSubscriber implements EntitySubscriberInterface<Note> {
  listenTo(): typeof Note {
    return Note;
  }

  afterLoad(note: Note): void {
    happenings.push(`subscriber loaded ${note.id}`);
  }

  beforeInsert({ entity }: InsertEvent<Note>): void {
    happenings.push(`subscriber before insert ${entity.text}`);
  }

  afterInsert({ entity, entityId }: InsertEvent<Note>): void {
    happenings.push(`subscriber inserted ${entity.id} ${JSON.stringify(entityId)}`);
  }

  beforeUpdate({ databaseEntity, updatedColumns }: UpdateEvent<Note>): void {
    const columns = updatedColumns.map(({ propertyName }) => propertyName);
    happenings.push(`subscriber before update of ${databaseEntity?.text}: ${columns.join(' ')}`);
  }

  afterUpdate({ databaseEntity }: UpdateEvent<Note>): void {
    happenings.push(`subscriber updated ${databaseEntity?.text}`);
  }

  beforeRemove({ entityId }: RemoveEvent<Note>): void {
    happenings.push(`subscriber removing ${JSON.stringify(entityId)}`);
  }

  afterRemove({ entityId }: RemoveEvent<Note>): void {
    happenings.push(`subscriber removed ${JSON.stringify(entityId)}`);
  }
}
