import {
  AfterInsert,
  AfterLoad,
  AfterRecover,
  AfterRemove,
  AfterSoftRemove,
  AfterUpdate,
  BeforeInsert,
  BeforeRecover,
  BeforeRemove,
  BeforeSoftRemove,
  BeforeUpdate,
  Column,
  DeleteDateColumn,
  Entity,
  EventSubscriber,
  ManyToOne,
  OneToMany,
  PrimaryGeneratedColumn,
  VersionColumn,
  type EntitySubscriberInterface,
  type InsertEvent,
  type LoadEvent,
  type RecoverEvent,
  type RemoveEvent,
  type SoftRemoveEvent,
  type UpdateEvent,
  type Relation,
} from 'typeorm';

/** What was heard, in order; a test clears it first. */
export const heard: string[] = [];

@Entity()
export class Ticket {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  text!: string;

  @Column('varchar', { nullable: true })
  mark!: string | null;

  @VersionColumn()
  version!: number;

  @DeleteDateColumn()
  deletedAt!: Date | null;

  @OneToMany(() => Reply, (reply) => reply.ticket, { cascade: true })
  replies!: Relation<Reply>[];

  @BeforeInsert()
  beforeInsert(): void {
    heard.push(`before insert ${this.text}`);
  }

  @AfterInsert()
  afterInsert(): void {
    heard.push(`after insert ${this.id}`);
  }

  @BeforeUpdate()
  beforeUpdate(): void {
    heard.push(`before update ${this.text}`);
    this.mark = 'touched';
  }

  @AfterUpdate()
  afterUpdate(): void {
    heard.push(`after update ${this.version}`);
  }

  @BeforeRemove()
  beforeRemove(): void {
    heard.push(`before remove ${this.id}`);
  }

  @AfterRemove()
  afterRemove(): void {
    heard.push(`after remove ${this.id}`);
  }

  @BeforeSoftRemove()
  beforeSoftRemove(): void {
    heard.push(`before soft remove ${this.deletedAt === null}`);
  }

  @AfterSoftRemove()
  afterSoftRemove(): void {
    heard.push(`after soft remove ${this.deletedAt instanceof Date}`);
  }

  @BeforeRecover()
  beforeRecover(): void {
    heard.push(`before recover ${this.deletedAt instanceof Date}`);
  }

  @AfterRecover()
  afterRecover(): void {
    heard.push(`after recover ${this.deletedAt === null}`);
  }

  @AfterLoad()
  afterLoad(): void {
    heard.push(`load ${this.id}`);
  }
}

@Entity()
export class Reply {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  text!: string;

  @ManyToOne(() => Ticket, (ticket) => ticket.replies, { onDelete: 'CASCADE' })
  ticket!: Relation<Ticket> | null;
}

/** Listens to every entity and transaction, and tells what it is told. */
@EventSubscriber()
export class Auditor implements EntitySubscriberInterface<Ticket> {
  afterLoad(entity: Ticket, event?: LoadEvent<Ticket>): void {
    heard.push(`S load ${event?.metadata.name} ${entity.id}`);
  }

  beforeInsert({ entity, metadata }: InsertEvent<Ticket>): void {
    heard.push(`S before insert ${metadata.name} ${entity.text} ${entity.id}`);
  }

  afterInsert({ entity, entityId }: InsertEvent<Ticket>): void {
    heard.push(`S after insert ${entity.id} ${JSON.stringify(entityId)}`);
  }

  beforeUpdate({ entity, databaseEntity, updatedColumns, updatedRelations }: UpdateEvent<Ticket>): void {
    const columns = updatedColumns.map(({ propertyName }) => propertyName).join();
    const relations = updatedRelations.map(({ propertyName }) => propertyName).join();
    const text: unknown = entity?.['text'];
    heard.push(`S before update ${databaseEntity?.text} to ${String(text)}: ${columns}; ${relations}`);
  }

  afterUpdate({ entity, updatedColumns }: UpdateEvent<Ticket>): void {
    const version: unknown = entity?.['version'];
    heard.push(
      `S after update ${String(version)}: ${updatedColumns.map((column) => column.propertyName).join()}`,
    );
  }

  beforeRemove({ entityId, databaseEntity }: RemoveEvent<Ticket>): void {
    heard.push(`S before remove ${JSON.stringify(entityId)} ${databaseEntity?.text}`);
  }

  afterRemove({ entityId, entity }: RemoveEvent<Ticket>): void {
    heard.push(`S after remove ${JSON.stringify(entityId)} ${entity?.id}`);
  }

  beforeSoftRemove({ entityId, databaseEntity }: SoftRemoveEvent<Ticket>): void {
    heard.push(`S before soft remove ${JSON.stringify(entityId)} ${databaseEntity?.text}`);
  }

  afterSoftRemove({ entityId }: SoftRemoveEvent<Ticket>): void {
    heard.push(`S after soft remove ${JSON.stringify(entityId)}`);
  }

  beforeRecover({ entityId }: RecoverEvent<Ticket>): void {
    heard.push(`S before recover ${JSON.stringify(entityId)}`);
  }

  afterRecover({ entityId }: RecoverEvent<Ticket>): void {
    heard.push(`S after recover ${JSON.stringify(entityId)}`);
  }

  beforeTransactionStart(): void {
    heard.push('S before start');
  }

  afterTransactionStart(): void {
    heard.push('S after start');
  }

  beforeTransactionCommit(): void {
    heard.push('S before commit');
  }

  afterTransactionCommit(): void {
    heard.push('S after commit');
  }

  beforeTransactionRollback(): void {
    heard.push('S before rollback');
  }

  afterTransactionRollback(): void {
    heard.push('S after rollback');
  }
}
