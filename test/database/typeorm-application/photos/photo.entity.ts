import { Column, Entity, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { User } from '../users/user.entity';

@Entity()
export class Photo {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ length: 500 })
  name!: string;

  @Column('int', { default: 0 })
  views!: number;

  @ManyToOne(() => User, (user) => user.photos, { onDelete: 'CASCADE' })
  user!: Relation<User>;
}
