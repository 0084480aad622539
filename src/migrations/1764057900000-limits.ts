import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often what is limited was done. */
export class Limits1764057900000 implements MigrationInterface {
  readonly name = 'Limits1764057900000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "rate_limits" (
        "bucket" character(64) NOT NULL,
        "hits" bigint array NOT NULL,
        "expiresAt" TIMESTAMP(3) WITH TIME ZONE NOT NULL,
        CONSTRAINT "PK_rate_limits" PRIMARY KEY ("bucket")
      )`);
    await runner.query(`CREATE INDEX "IDX_rate_limits_expires_at" ON "rate_limits" ("expiresAt")`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "rate_limits"`);
  }
}
