import type { MigrationInterface, QueryRunner } from 'typeorm';

/** APIs and their versions. */
export class Apis1764058200000 implements MigrationInterface {
  readonly name = 'Apis1764058200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "apis" (
        "id" uuid NOT NULL,
        "ownerId" uuid NOT NULL,
        "slug" character varying(64) COLLATE "C" NOT NULL,
        "name" character varying(100) NOT NULL,
        "description" character varying(2000) NOT NULL,
        "visibility" character varying(16) NOT NULL,
        "lifecycle" character varying(16) NOT NULL,
        "tags" character varying(40) array NOT NULL,
        "homepageUrl" character varying(500),
        "latestVersion" character varying(64),
        "specVersion" character varying(8),
        "deprecatedAt" TIMESTAMP(3) WITH TIME ZONE,
        "sunsetAt" TIMESTAMP(3) WITH TIME ZONE,
        "successorId" uuid,
        "listed" boolean NOT NULL,
        "searchText" character varying(400) NOT NULL,
        "terms" integer array NOT NULL,
        "createdAt" TIMESTAMP(3) WITH TIME ZONE NOT NULL,
        "updatedAt" TIMESTAMP(3) WITH TIME ZONE NOT NULL,
        "revision" integer NOT NULL,
        CONSTRAINT "PK_apis" PRIMARY KEY ("id"),
        CONSTRAINT "UQ_apis_slug" UNIQUE ("slug"),
        CONSTRAINT "CHK_apis_visibility" CHECK ("visibility" IN ('public', 'private')),
        CONSTRAINT "CHK_apis_lifecycle" CHECK ("lifecycle" IN ('draft', 'active', 'deprecated', 'retired')),
        CONSTRAINT "FK_apis_owner_id" FOREIGN KEY ("ownerId") REFERENCES "users" ("id") ON DELETE RESTRICT,
        CONSTRAINT "FK_apis_successor_id" FOREIGN KEY ("successorId") REFERENCES "apis" ("id") ON DELETE SET NULL
      )`);
    await runner.query(`CREATE INDEX "IDX_apis_owner_id" ON "apis" ("ownerId", "listed", "id")`);
    await runner.query(`CREATE INDEX "IDX_apis_successor_id" ON "apis" ("successorId")`);
    await runner.query(`CREATE INDEX "IDX_apis_listed_id" ON "apis" ("listed", "id")`);
    await runner.query(`CREATE INDEX "IDX_apis_listed_updated_at" ON "apis" ("listed", "updatedAt", "id")`);
    await runner.query(`CREATE INDEX "IDX_apis_listed_slug" ON "apis" ("listed", "slug")`);
    await runner.query(`CREATE INDEX "IDX_apis_terms" ON "apis" USING gin ("terms")`);
    await runner.query(`
      CREATE TABLE "api_versions" (
        "id" uuid NOT NULL,
        "apiId" uuid NOT NULL,
        "version" character varying(64) NOT NULL,
        "major" integer NOT NULL,
        "minor" integer NOT NULL,
        "patch" integer NOT NULL,
        "prerelease" character varying(64) NOT NULL,
        "status" character varying(16) NOT NULL,
        "mediaType" character varying(32),
        "specVersion" character varying(16),
        "document" text,
        "sha256" character(64),
        "operationCount" integer,
        "breakingCount" integer,
        "baseId" uuid,
        "overrideReason" character varying(500),
        "publishedAt" TIMESTAMP(3) WITH TIME ZONE,
        "deprecatedAt" TIMESTAMP(3) WITH TIME ZONE,
        "sunsetAt" TIMESTAMP(3) WITH TIME ZONE,
        "successorId" uuid,
        "createdAt" TIMESTAMP(3) WITH TIME ZONE NOT NULL,
        "updatedAt" TIMESTAMP(3) WITH TIME ZONE NOT NULL,
        "revision" integer NOT NULL,
        CONSTRAINT "PK_api_versions" PRIMARY KEY ("id"),
        CONSTRAINT "UQ_api_versions_api_id_version" UNIQUE ("apiId", "version"),
        CONSTRAINT "CHK_api_versions_status" CHECK ("status" IN ('draft', 'published', 'deprecated', 'retired')),
        CONSTRAINT "FK_api_versions_api_id" FOREIGN KEY ("apiId") REFERENCES "apis" ("id") ON DELETE CASCADE,
        CONSTRAINT "FK_api_versions_base_id" FOREIGN KEY ("baseId") REFERENCES "api_versions" ("id") ON DELETE SET NULL,
        CONSTRAINT "FK_api_versions_successor_id" FOREIGN KEY ("successorId") REFERENCES "api_versions" ("id")
          ON DELETE SET NULL
      )`);
    await runner.query(`CREATE INDEX "IDX_api_versions_api_id" ON "api_versions" ("apiId", "id")`);
    await runner.query(`CREATE INDEX "IDX_api_versions_base_id" ON "api_versions" ("baseId")`);
    await runner.query(`CREATE INDEX "IDX_api_versions_successor_id" ON "api_versions" ("successorId")`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "api_versions"`);
    await runner.query(`DROP TABLE "apis"`);
  }
}
