import * as z from 'zod';
import { includeTotal, pageQuery } from '../http/page-query';
import { text } from '../http/text';
import type { ApiVersion } from './api-version.entity';
import { VERSION_STATUSES } from './api-version.entity';
import { saysWhatFollows, sunsetAt, WHAT_FOLLOWS } from './apis.schemas';
import { parseSemver } from './semver';

/** So many characters fit in the column. */
const LONGEST = 64;

export const versionSchema = z
  .string()
  .max(LONGEST, `must have at most ${LONGEST} characters`)
  .refine(
    (version) => parseSemver(version) !== null,
    'must be a version of Semantic Versioning 2.0.0 without build metadata, such as 1.4.0 or 2.0.0-rc.1',
  );

export const createVersionSchema = z.strictObject({ version: versionSchema });
export type CreateVersion = z.output<typeof createVersionSchema>;

export const updateVersionSchema = createVersionSchema;

export const publishVersionSchema = z
  .strictObject({
    override: z.boolean().default(false),
    reason: text(1, 500).optional(),
  })
  .refine(({ override, reason }) => override === (reason !== undefined), {
    path: ['reason'],
    message: 'must be given with an override, and with nothing else',
  });
export type PublishVersion = z.output<typeof publishVersionSchema>;

export const deprecateVersionSchema = z
  .strictObject({ successor: versionSchema.optional(), sunsetAt: sunsetAt.optional() })
  .refine(saysWhatFollows, WHAT_FOLLOWS);
export type DeprecateVersion = z.output<typeof deprecateVersionSchema>;

export const listVersionsSchema = z.strictObject({
  ...pageQuery,
  status: z.enum(VERSION_STATUSES, `must be one of ${VERSION_STATUSES.join(', ')}`).optional(),
  sort: z.enum(['createdAt', '-createdAt'], 'must be one of createdAt, -createdAt').default('-createdAt'),
  includeTotal,
});
export type ListVersions = z.output<typeof listVersionsSchema>;

/** A version on the wire, without its document. */
export const apiVersionSchema = z
  .strictObject({
    id: z.uuid(),
    version: z.string(),
    status: z.enum(VERSION_STATUSES),
    mediaType: z.string().nullable(),
    specVersion: z.string().nullable(),
    sha256: z.string().nullable(),
    operationCount: z.int().nullable(),
    breakingCount: z.int().nullable(),
    /** The version that it was compared with. */
    base: z.string().nullable(),
    overrideReason: z.string().nullable(),
    publishedAt: z.iso.datetime().nullable(),
    deprecatedAt: z.iso.datetime().nullable(),
    sunsetAt: z.iso.datetime().nullable(),
    /** The version that takes its place. */
    successor: z.string().nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    revision: z.int(),
  })
  .meta({ id: 'ApiVersion' });
export type ApiVersionView = z.output<typeof apiVersionSchema>;

export const versionPageSchema = z
  .strictObject({
    items: z.array(apiVersionSchema),
    nextCursor: z.string().nullable(),
    total: z.int().optional(),
  })
  .meta({ id: 'ApiVersionPage' });
export type VersionPageView = z.output<typeof versionPageSchema>;

/** Only what is named here goes over the wire. @param numberOf the number of another version of the API, by its id */
export function versionViewOf(
  version: ApiVersion,
  numberOf: (id: string | null) => string | null,
): ApiVersionView {
  return {
    id: version.id,
    version: version.version,
    status: version.status,
    mediaType: version.mediaType,
    specVersion: version.specVersion,
    sha256: version.sha256,
    operationCount: version.operationCount,
    breakingCount: version.breakingCount,
    base: numberOf(version.baseId),
    overrideReason: version.overrideReason,
    publishedAt: version.publishedAt?.toISOString() ?? null,
    deprecatedAt: version.deprecatedAt?.toISOString() ?? null,
    sunsetAt: version.sunsetAt?.toISOString() ?? null,
    successor: numberOf(version.successorId),
    createdAt: version.createdAt.toISOString(),
    updatedAt: version.updatedAt.toISOString(),
    revision: version.revision,
  };
}
