import {
  Column,
  Entity,
  JoinColumn,
  ManyToOne,
  OneToMany,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  Unique,
  type Relation,
} from 'typeorm';
import { Member } from './members.entities';

/** A key of two columns. */
@Entity()
export class Seat {
  @PrimaryColumn('varchar', { length: 1 })
  row!: string;

  @PrimaryColumn('int')
  number!: number;

  @Column('varchar', { nullable: true })
  kind!: string | null;

  @OneToMany(() => Booking, (booking) => booking.seat, { cascade: true })
  bookings!: Relation<Booking>[];
}

/** A key that is in part a foreign key of two columns. */
@Entity()
export class Booking {
  @PrimaryColumn('date')
  day!: string;

  @PrimaryColumn('varchar', { length: 1 })
  seatRow!: string;

  @PrimaryColumn('int')
  seatNumber!: number;

  @ManyToOne(() => Seat, (seat) => seat.bookings, { onDelete: 'CASCADE', onUpdate: 'CASCADE' })
  @JoinColumn([
    { name: 'seatRow', referencedColumnName: 'row' },
    { name: 'seatNumber', referencedColumnName: 'number' },
  ])
  seat!: Relation<Seat>;

  @ManyToOne(() => Member, { nullable: true, onDelete: 'SET NULL' })
  guest!: Relation<Member> | null;

  @Column('int', { default: 0 })
  price!: number;
}

/** What the foreign keys of {@link Dependent} point to: a unique column that is not the key. */
@Entity()
export class Owner {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { length: 3, unique: true })
  code!: string;

  @Column('int', { default: 0 })
  rank!: number;
}

const byCode = (name: string): { name: string; referencedColumnName: string } => ({
  name,
  referencedColumnName: 'code',
});

/** A foreign key with each of the actions. */
@Entity()
export class Dependent {
  @PrimaryColumn('int')
  id!: number;

  @ManyToOne(() => Owner, { nullable: true, onDelete: 'CASCADE', onUpdate: 'CASCADE' })
  @JoinColumn(byCode('cascaded'))
  cascadedOwner!: Relation<Owner> | null;

  @Column('varchar', { length: 3, nullable: true })
  cascaded!: string | null;

  @ManyToOne(() => Owner, { nullable: true, onDelete: 'SET NULL', onUpdate: 'SET NULL' as never })
  @JoinColumn(byCode('nulled'))
  nulledOwner!: Relation<Owner> | null;

  @Column('varchar', { length: 3, nullable: true })
  nulled!: string | null;

  @ManyToOne(() => Owner, {
    nullable: true,
    onDelete: 'SET DEFAULT' as never,
    onUpdate: 'SET DEFAULT' as never,
  })
  @JoinColumn(byCode('defaulted'))
  defaultedOwner!: Relation<Owner> | null;

  @Column('varchar', { length: 3, nullable: true, default: 'z' })
  defaulted!: string | null;

  @ManyToOne(() => Owner, { nullable: true, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @JoinColumn(byCode('restricted'))
  restrictedOwner!: Relation<Owner> | null;

  @Column('varchar', { length: 3, nullable: true })
  restricted!: string | null;

  @ManyToOne(() => Owner, { nullable: true, onDelete: 'NO ACTION', deferrable: 'INITIALLY DEFERRED' })
  @JoinColumn(byCode('kept'))
  keptOwner!: Relation<Owner> | null;

  @Column('varchar', { length: 3, nullable: true })
  kept!: string | null;
}

/** Keys and a foreign key to itself that may be wrong until a statement or the transaction ends. */
@Entity()
@Unique('UQ_slot_position', ['position'], { deferrable: 'INITIALLY DEFERRED' })
@Unique('UQ_slot_rank', ['rank'], { deferrable: 'INITIALLY IMMEDIATE' })
export class Slot {
  @PrimaryColumn('int')
  id!: number;

  @Column('int', { nullable: true })
  position!: number | null;

  @Column('int', { nullable: true })
  rank!: number | null;

  @ManyToOne(() => Slot, { nullable: true, deferrable: 'INITIALLY DEFERRED' })
  next!: Relation<Slot> | null;

  @Column('int', { nullable: true })
  nextId!: number | null;
}
