import { Column, Entity, Exclusion, PrimaryGeneratedColumn } from 'typeorm';

/** No two live reservations of one period. */
@Entity()
@Exclusion('EX_reservation_period', `USING gist ("period" WITH &&) WHERE (NOT cancelled)`)
export class Reservation {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('int4range', { nullable: true })
  period!: string | null;

  @Column({ default: false })
  cancelled!: boolean;
}
