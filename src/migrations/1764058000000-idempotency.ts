import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was answered to requests with an Idempotency-Key. */
export class Idempotency1764058000000 implements MigrationInterface {
  readonly name = 'Idempotency1764058000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "idempotency_records" (
        "id" character(64) NOT NULL,
        "requestHash" character(64) NOT NULL,
        "body" text NOT NULL,
        "headers" text NOT NULL,
        "expiresAt" TIMESTAMP(3) WITH TIME ZONE NOT NULL,
        CONSTRAINT "PK_idempotency_records" PRIMARY KEY ("id")
      )`);
    await runner.query(
      `CREATE INDEX "IDX_idempotency_records_expires_at" ON "idempotency_records" ("expiresAt")`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "idempotency_records"`);
  }
}
