import * as z from 'zod';
import { emailAddress } from '../http/email-address';
import { includeTotal, pageQuery } from '../http/page-query';
import { nameText } from '../http/text';
import { type User, USER_ROLES, USER_STATUSES } from './user.entity';

const handle = z.string().regex(/^[a-z0-9-]{3,39}$/, 'must have 3 to 39 of a-z, 0-9 and -');
const displayName = nameText(1, 100).nullable();

export const createUserSchema = z.strictObject({
  email: emailAddress,
  handle,
  displayName: displayName.optional(),
});
export type CreateUser = z.output<typeof createUserSchema>;

/** What a user changes of himself. */
const profile = { handle: handle.optional(), displayName: displayName.optional() };

export const updateMeSchema = z.strictObject(profile).refine(changesSomething, 'must change something');
export type UpdateMe = z.output<typeof updateMeSchema>;

export const updateUserSchema = z
  .strictObject({ ...profile, role: z.enum(USER_ROLES).optional(), status: z.enum(USER_STATUSES).optional() })
  .refine(changesSomething, 'must change something');
export type UpdateUser = z.output<typeof updateUserSchema>;

export const userIdSchema = z.uuid();

const SORTS = ['createdAt', '-createdAt', 'email', '-email', 'handle', '-handle'] as const;

export const listUsersSchema = z.strictObject({
  ...pageQuery,
  sort: z.enum(SORTS, `must be one of ${SORTS.join(', ')}`).default('-createdAt'),
  includeTotal,
});
export type ListUsers = z.output<typeof listUsersSchema>;

const positionKey = z.string().refine((key) => !key.includes('\0') && !/\p{Surrogate}/u.test(key));

/** What a cursor has to hold, by what is sorted by: anybody can make one up. */
export const positionSchemas = {
  createdAt: z.object({
    key: z.iso.datetime({ precision: 3 }).transform((key) => new Date(key)),
    id: userIdSchema,
  }),
  email: z.object({ key: positionKey, id: userIdSchema }),
  handle: z.object({ key: positionKey, id: userIdSchema }),
};

/** A user on the wire. */
export const userSchema = z
  .strictObject({
    id: z.uuid(),
    email: z.string(),
    handle: z.string(),
    displayName: z.string().nullable(),
    role: z.enum(USER_ROLES),
    status: z.enum(USER_STATUSES),
    emailVerifiedAt: z.iso.datetime().nullable(),
    lastSignInAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    version: z.int(),
  })
  .meta({ id: 'User' });
export type UserView = z.output<typeof userSchema>;

export const userPageSchema = z
  .strictObject({ items: z.array(userSchema), nextCursor: z.string().nullable(), total: z.int().optional() })
  .meta({ id: 'UserPage' });

/** Only what is named here goes over the wire. */
export function viewOf(user: User): UserView {
  return {
    id: user.id,
    email: user.email,
    handle: user.handle,
    displayName: user.displayName,
    role: user.role,
    status: user.status,
    emailVerifiedAt: user.emailVerifiedAt?.toISOString() ?? null,
    lastSignInAt: user.lastSignInAt?.toISOString() ?? null,
    createdAt: user.createdAt.toISOString(),
    updatedAt: user.updatedAt.toISOString(),
    version: user.version,
  };
}

function changesSomething(changes: object): boolean {
  return Object.values(changes).some((value) => value !== undefined);
}
