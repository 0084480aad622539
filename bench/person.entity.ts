import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** The row that every store keeps: in types that all of them have. */
@Entity('people')
@Index(['city', 'age'])
export class Person {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { unique: true })
  email!: string;

  @Column('varchar')
  name!: string;

  @Column('varchar')
  city!: string;

  @Column('integer')
  age!: number;

  @Column('boolean', { default: true })
  active!: boolean;

  @Column('varchar', { nullable: true })
  note!: string | null;
}

export type NewPerson = Pick<Person, 'email' | 'name' | 'city' | 'age'>;

const CITIES = 100;
const AGES = 90;

/** The nth person: always the same one. */
export function makePerson(n: number): NewPerson {
  return { email: `person${n}@example.com`, name: `Person ${n}`, city: cityOf(n), age: (n * 7919) % AGES };
}

export function cityOf(n: number): string {
  return `city-${(n * 31) % CITIES}`;
}
