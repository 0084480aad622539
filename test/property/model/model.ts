import { Booking, Dependent, Owner, Seat, Slot } from './keys.entities';
import { Member, Profile } from './members.entities';
import { Comment, Post, Tag } from './posts.entities';
import { Category, Folder } from './trees.entities';

/** The entities that the property tests work on, by the names that operations use. */
export const model = {
  Member,
  Profile,
  Post,
  Comment,
  Tag,
  Seat,
  Booking,
  Owner,
  Dependent,
  Slot,
  Category,
  Folder,
} as const;

export type EntityName = keyof typeof model;

/** Every table, those that point to others before them. */
export const TABLES = [
  'folder_closure',
  'folder',
  'category',
  'slot',
  'dependent',
  'owner',
  'booking',
  'seat',
  'post_tags_tag',
  'tag',
  'comment',
  'post',
  'profile',
  'member',
] as const;

export const SEQUENCES = [
  'member_id_seq',
  'post_id_seq',
  'comment_id_seq',
  'owner_id_seq',
  'category_id_seq',
  'folder_id_seq',
] as const;
