import * as z from 'zod';
import { nameText, text } from '../http/text';
import { includeTotal, pageQuery } from '../http/page-query';
import { LIFECYCLES, VISIBILITIES } from './api.entity';
import { foldCase, SHORTEST_SEARCH } from './api-terms';

export const WHAT_FOLLOWS = 'must name a successor, or a time of sunset';

const LONGEST_SEARCH = 100;

/** How many tags an API can have. */
const MOST_TAGS = 10;

export const slugSchema = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{1,62})[a-z0-9]$/, 'must have 3 to 64 of a-z, 0-9 and - between them');

/** What is no slug is the slug of nothing, and need not be looked up. */
export function isSlug(text: string): boolean {
  return slugSchema.safeParse(text).success;
}

const tag = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'must have 1 to 40 of a-z, 0-9 and - between them');
const tags = z
  .array(tag)
  .max(MOST_TAGS, `must be at most ${MOST_TAGS}`)
  .transform((given) => [...new Set(given)].toSorted());
const visibility = z.enum(VISIBILITIES, 'must be public or private');
const homepageUrl = z
  .url({
    protocol: /^https?$/,
    normalize: true,
    error: 'must be a URL that begins with http:// or https://',
  })
  .max(500, 'must have at most 500 characters')
  .nullable();

export const createApiSchema = z.strictObject({
  slug: slugSchema,
  name: nameText(1, 100),
  description: text(0, 2000).default(''),
  visibility: visibility.default('private'),
  tags: tags.default([]),
  homepageUrl: homepageUrl.default(null),
});
export type CreateApi = z.output<typeof createApiSchema>;

export const updateApiSchema = z
  .strictObject({
    name: nameText(1, 100).optional(),
    description: text(0, 2000).optional(),
    visibility: visibility.optional(),
    tags: tags.optional(),
    homepageUrl: homepageUrl.optional(),
  })
  .refine((changes) => Object.values(changes).some((value) => value !== undefined), 'must change something');
export type UpdateApi = z.output<typeof updateApiSchema>;

const handle = z.string().regex(/^[a-z0-9-]{3,39}$/, 'must be the handle of a user');

export const transferApiSchema = z.strictObject({ to: handle });
export type TransferApi = z.output<typeof transferApiSchema>;

export const listTransfersSchema = z.strictObject(pageQuery);
export type ListTransfers = z.output<typeof listTransfersSchema>;

export const sunsetAt = z.iso
  .datetime({ offset: true, error: 'must be a time with its offset, such as 2027-01-01T00:00:00Z' })
  .transform((value) => new Date(value))
  .refine((time) => time.getTime() > Date.now(), 'must be in the future')
  // Neither RFC 3339 nor the dates of HTTP have more digits.
  .refine((time) => time.getUTCFullYear() <= 9999, 'must be before the year 10000');

export const deprecateApiSchema = z
  .strictObject({ successor: slugSchema.optional(), sunsetAt: sunsetAt.optional() })
  .refine(saysWhatFollows, WHAT_FOLLOWS);
export type DeprecateApi = z.output<typeof deprecateApiSchema>;

export const noBodySchema = z.strictObject({});

const FACETS = ['tag', 'lifecycle', 'specVersion'] as const;
export type FacetName = (typeof FACETS)[number];
const SORTS = ['createdAt', '-createdAt', 'updatedAt', '-updatedAt', 'slug', '-slug'] as const;

export const listApisSchema = z.strictObject({
  ...pageQuery,
  q: text(SHORTEST_SEARCH, LONGEST_SEARCH)
    // What is written as two may be one once its case is left out of account.
    .refine(
      (q) => Array.from(foldCase(q)).length >= SHORTEST_SEARCH,
      `must have ${SHORTEST_SEARCH} to ${LONGEST_SEARCH} characters`,
    )
    .optional(),
  tag: z
    .union([tag, z.array(tag).max(MOST_TAGS)], 'must be a tag, or some')
    .transform((given) => [given].flat())
    .optional(),
  owner: handle.optional(),
  lifecycle: z.enum(LIFECYCLES, `must be one of ${LIFECYCLES.join(', ')}`).optional(),
  specVersion: z
    .string()
    .regex(/^\d\.\d$/, 'must be a version of the specification, such as 3.1')
    .optional(),
  updatedAfter: z.iso
    .datetime({ offset: true, error: 'must be a time with its offset, such as 2026-01-01T00:00:00Z' })
    .transform((value) => new Date(value))
    .optional(),
  visibility: visibility.optional(),
  facets: z
    .string()
    .transform((names) => [...new Set(names.split(','))])
    .pipe(z.array(z.enum(FACETS, `must be some of ${FACETS.join(', ')}, parted by commas`)))
    .optional(),
  sort: z.enum(SORTS, `must be one of ${SORTS.join(', ')}`).default('-createdAt'),
  includeTotal,
});
export type ListApis = z.output<typeof listApisSchema>;

/** What a cursor has to hold, by what is sorted by: anybody can make one up. */
export const positionSchemas = {
  createdAt: z.object({ key: z.uuid(), id: z.uuid() }),
  updatedAt: z.object({
    key: z.iso.datetime({ precision: 3 }).transform((key) => new Date(key)),
    id: z.uuid(),
  }),
  slug: z.object({ key: slugSchema, id: z.uuid() }),
};

/** An API on the wire. */
export const apiSchema = z
  .strictObject({
    id: z.uuid(),
    slug: z.string(),
    name: z.string(),
    description: z.string(),
    /** The handle of its owner. */
    owner: z.string(),
    visibility: z.enum(VISIBILITIES),
    lifecycle: z.enum(LIFECYCLES),
    tags: z.array(z.string()),
    homepageUrl: z.string().nullable(),
    latestVersion: z.string().nullable(),
    specVersion: z.string().nullable(),
    deprecatedAt: z.iso.datetime().nullable(),
    sunsetAt: z.iso.datetime().nullable(),
    /** The slug of the API that takes its place. */
    successor: z.string().nullable(),
    /** To whom it is offered: for him and for its owner. */
    transfer: z.strictObject({ to: z.string(), expiresAt: z.iso.datetime() }).nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    revision: z.int(),
  })
  .meta({ id: 'Api' });
export type ApiView = z.output<typeof apiSchema>;

const facetSchema = z.array(z.strictObject({ value: z.string(), count: z.int() }));

export const apiPageSchema = z
  .strictObject({
    items: z.array(apiSchema),
    nextCursor: z.string().nullable(),
    total: z.int().optional(),
    facets: z
      .strictObject({
        tag: facetSchema.optional(),
        lifecycle: facetSchema.optional(),
        specVersion: facetSchema.optional(),
      })
      .optional(),
  })
  .meta({ id: 'ApiPage' });
export type ApiPageView = z.output<typeof apiPageSchema>;

export const apiStatsSchema = z
  .strictObject({
    versions: z.strictObject({
      /** Null where they are not yours to see. */
      draft: z.int().nullable(),
      published: z.int(),
      deprecated: z.int(),
      retired: z.int(),
    }),
    /** Of the latest version. */
    operations: z.int().nullable(),
    publishes: z.int(),
    /** Versions that broke what the one before had promised. */
    breaking: z.int(),
    lastPublishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ApiStats' });
export type ApiStatsView = z.output<typeof apiStatsSchema>;

/** Whoever relies on something that is deprecated has to be told where to go, or until when he can stay. */
export function saysWhatFollows(deprecation: {
  readonly successor?: string | undefined;
  readonly sunsetAt?: Date | undefined;
}): boolean {
  return deprecation.successor !== undefined || deprecation.sunsetAt !== undefined;
}
