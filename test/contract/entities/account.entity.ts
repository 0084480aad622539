import {
  Check,
  Column,
  DeleteDateColumn,
  Entity,
  Index,
  ManyToOne,
  PrimaryGeneratedColumn,
  Unique,
  type Relation,
} from 'typeorm';

@Entity()
export class Bank {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ length: 5 })
  code!: string;
}

/** One constraint of each kind. */
@Entity()
@Unique('UQ_account_bank_number', ['bankId', 'number'])
@Check('CHK_account_balance', '"balance" >= 0')
@Index('IDX_account_active_alias', ['alias'], { unique: true, where: '"deletedAt" IS NULL' })
export class Account {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ unique: true })
  email!: string;

  @Column('varchar', { nullable: true, unique: true })
  phone!: string | null;

  @Column('varchar', { nullable: true })
  alias!: string | null;

  @Column('int', { default: 0 })
  balance!: number;

  @Column('int', { nullable: true })
  number!: number | null;

  @Column('int', { nullable: true })
  bankId!: number | null;

  @ManyToOne(() => Bank)
  bank!: Relation<Bank> | null;

  @Column('varchar', { length: 3, nullable: true })
  currency!: string | null;

  @Column('smallint', { nullable: true })
  tier!: number | null;

  @Column('int', { unique: true, nullable: true })
  seat!: number | null;

  @DeleteDateColumn()
  deletedAt!: Date | null;
}
