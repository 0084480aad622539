import { ChildEntity, Column, Entity, PrimaryGeneratedColumn, TableInheritance } from 'typeorm';

export class Engine {
  @Column('varchar', { nullable: true })
  fuel!: string | null;

  @Column('int', { nullable: true })
  power!: number | null;
}

@Entity()
@TableInheritance({ column: { type: 'varchar', name: 'kind' } })
export class Vehicle {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  name!: string;

  @Column(() => Engine)
  engine!: Engine;
}

@ChildEntity()
export class Car extends Vehicle {
  @Column('int', { nullable: true })
  doors!: number | null;
}

@ChildEntity('lorry')
export class Truck extends Vehicle {
  @Column('int', { nullable: true })
  load!: number | null;
}

export const vehicles = [Vehicle, Car, Truck];
