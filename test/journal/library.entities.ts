import {
  Column,
  Entity,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';

@Entity('authors')
export class Author {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ unique: true })
  name!: string;

  @Column({ generatedType: 'STORED', asExpression: 'length(name)', type: 'int', nullable: true })
  letters!: number | null;
}

@Entity('books')
export class Book {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('text')
  title!: string;

  @Column('numeric', { default: 0 })
  price!: string;

  @Column({ nullable: true })
  authorId!: number | null;

  @ManyToOne(() => Author, { onDelete: 'CASCADE', nullable: true })
  @JoinColumn({ name: 'authorId' })
  author!: Relation<Author> | null;
}

/** The authors of a later version: a new key, a column more, and one in another type. */
@Entity('authors')
export class AuthorByName {
  @Column()
  id!: number;

  @PrimaryColumn()
  name!: string;

  @Column({ default: 'unknown' })
  country!: string;
}

@Entity('authors')
export class AuthorWithoutName {
  @PrimaryGeneratedColumn()
  id!: number;
}

@Entity('authors')
export class NumberedAuthor {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('int')
  name!: number;
}

@Entity('authors')
export class DatedAuthor {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  name!: string;

  @Column('date')
  born!: string;
}
