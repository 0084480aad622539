import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

export const USER_ROLES = ['user', 'admin'] as const;
export const USER_STATUSES = ['active', 'suspended'] as const;

/** A person who uses the registry. Ids and times are made by the application, so that both stores agree. */
@Entity('users')
@Unique('UQ_users_email', ['email'])
@Unique('UQ_users_handle', ['handle'])
@Check('CHK_users_role', `"role" IN ('user', 'admin')`)
@Check('CHK_users_status', `"status" IN ('active', 'suspended')`)
@Index('IDX_users_created_at', ['createdAt', 'id'])
export class User {
  /** UUID version 7: ascending by time of creation. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_users' })
  id!: string;

  /** Lower case. */
  @Column('varchar', { length: 254 })
  email!: string;

  @Column('varchar', { length: 39 })
  handle!: string;

  @Column('varchar', { length: 100, nullable: true })
  displayName!: string | null;

  @Column('varchar', { length: 16 })
  role!: (typeof USER_ROLES)[number];

  @Column('varchar', { length: 16 })
  status!: (typeof USER_STATUSES)[number];

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  emailVerifiedAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  lastSignInAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  updatedAt!: Date;

  /** Grows with every change; part of the ETag. */
  @Column('integer')
  version!: number;
}
