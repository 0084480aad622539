import { EntitySchema } from 'typeorm';

export interface Tag {
  id: number;
  label: string;
}

/** An entity without decorators. */
export const TagSchema = new EntitySchema<Tag>({
  name: 'Tag',
  columns: { id: { type: Number, primary: true, generated: true }, label: { type: String, unique: true } },
});
