import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tokens table. */
export class Tokens1764057700000 implements MigrationInterface {
  readonly name = 'Tokens1764057700000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "tokens" (
        "id" uuid NOT NULL,
        "userId" uuid NOT NULL,
        "kind" character varying(16) NOT NULL,
        "name" character varying(100) NOT NULL,
        "tokenHash" character(64) NOT NULL,
        "last4" character(4) NOT NULL,
        "scopes" character varying(255) NOT NULL,
        "expiresAt" TIMESTAMP(3) WITH TIME ZONE NOT NULL,
        "lastUsedAt" TIMESTAMP(3) WITH TIME ZONE,
        "revokedAt" TIMESTAMP(3) WITH TIME ZONE,
        "revokedReason" character varying(16),
        "replacedById" uuid,
        "signedInAt" TIMESTAMP(3) WITH TIME ZONE,
        "createdAt" TIMESTAMP(3) WITH TIME ZONE NOT NULL,
        "updatedAt" TIMESTAMP(3) WITH TIME ZONE NOT NULL,
        "version" integer NOT NULL,
        CONSTRAINT "PK_tokens" PRIMARY KEY ("id"),
        CONSTRAINT "UQ_tokens_token_hash" UNIQUE ("tokenHash"),
        CONSTRAINT "CHK_tokens_kind" CHECK ("kind" IN ('session', 'personal', 'service')),
        CONSTRAINT "CHK_tokens_expires_at" CHECK ("expiresAt" > "createdAt"),
        CONSTRAINT "FK_tokens_user_id" FOREIGN KEY ("userId") REFERENCES "users" ("id") ON DELETE CASCADE,
        CONSTRAINT "FK_tokens_replaced_by_id" FOREIGN KEY ("replacedById") REFERENCES "tokens" ("id") ON DELETE SET NULL
      )`);
    await runner.query(`CREATE INDEX "IDX_tokens_user_id" ON "tokens" ("userId", "id")`);
    await runner.query(`CREATE INDEX "IDX_tokens_expires_at" ON "tokens" ("expiresAt")`);
    await runner.query(`CREATE INDEX "IDX_tokens_replaced_by_id" ON "tokens" ("replacedById")`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "tokens"`);
  }
}
