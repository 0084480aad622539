import {
  Column,
  DeleteDateColumn,
  Entity,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  OneToMany,
  OneToOne,
  PrimaryGeneratedColumn,
  RelationId,
  type Relation,
} from 'typeorm';

@Entity()
export class Author {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  name!: string;

  @DeleteDateColumn()
  deletedAt!: Date | null;

  @OneToOne(() => Biography, (biography) => biography.author)
  biography!: Relation<Biography> | null;

  @OneToMany(() => Book, (book) => book.author)
  books!: Relation<Book>[];
}

@Entity()
export class Biography {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  text!: string;

  @OneToOne(() => Author, (author) => author.biography, { onDelete: 'CASCADE' })
  @JoinColumn()
  author!: Relation<Author> | null;
}

@Entity()
export class Genre {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ unique: true })
  name!: string;

  @ManyToMany(() => Book, (book) => book.genres)
  books!: Relation<Book>[];
}

@Entity()
export class Book {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  title!: string;

  @Column('int', { nullable: true })
  authorId!: number | null;

  @ManyToOne(() => Author, (author) => author.books, { onDelete: 'SET NULL' })
  author!: Relation<Author> | null;

  @ManyToMany(() => Genre, (genre) => genre.books)
  @JoinTable()
  genres!: Relation<Genre>[];

  @OneToMany(() => Review, (review) => review.book, { cascade: ['insert', 'update'] })
  reviews!: Relation<Review>[];

  @RelationId((book: Book) => book.genres)
  genreIds!: number[];
}

@Entity()
export class Review {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  text!: string;

  @ManyToOne(() => Book, (book) => book.reviews, { onDelete: 'CASCADE' })
  book!: Relation<Book> | null;
}

export const library = [Author, Biography, Book, Genre, Review];
