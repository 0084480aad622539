import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One-time passwords, and how often they were answered wrongly. */
export class Otps1764057800000 implements MigrationInterface {
  readonly name = 'Otps1764057800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "otps" (
        "id" uuid NOT NULL,
        "userId" uuid,
        "email" character varying(254) NOT NULL,
        "purpose" character varying(16) NOT NULL,
        "codeHash" character(64) NOT NULL,
        "keyId" character varying(16) NOT NULL,
        "attempts" smallint NOT NULL,
        "sends" smallint NOT NULL,
        "lastSentAt" TIMESTAMP(3) WITH TIME ZONE NOT NULL,
        "expiresAt" TIMESTAMP(3) WITH TIME ZONE NOT NULL,
        "status" character varying(16) NOT NULL,
        "delivery" character varying(16) NOT NULL,
        "consumedAt" TIMESTAMP(3) WITH TIME ZONE,
        "createdAt" TIMESTAMP(3) WITH TIME ZONE NOT NULL,
        CONSTRAINT "PK_otps" PRIMARY KEY ("id"),
        CONSTRAINT "FK_otps_user_id" FOREIGN KEY ("userId") REFERENCES "users" ("id") ON DELETE CASCADE,
        CONSTRAINT "CHK_otps_purpose" CHECK ("purpose" IN ('sign_in', 'email_change', 'step_up')),
        CONSTRAINT "CHK_otps_attempts" CHECK ("attempts" BETWEEN 0 AND 5),
        CONSTRAINT "CHK_otps_sends" CHECK ("sends" BETWEEN 1 AND 3),
        CONSTRAINT "CHK_otps_expires_at" CHECK ("expiresAt" > "createdAt"),
        CONSTRAINT "CHK_otps_status" CHECK ("status" IN ('pending', 'consumed', 'superseded', 'exhausted')),
        CONSTRAINT "CHK_otps_delivery" CHECK ("delivery" IN ('queued', 'sent', 'failed', 'suppressed'))
      )`);
    await runner.query(`CREATE INDEX "IDX_otps_email" ON "otps" ("email", "purpose", "status")`);
    await runner.query(`CREATE INDEX "IDX_otps_user_id" ON "otps" ("userId")`);
    await runner.query(`CREATE INDEX "IDX_otps_expires_at" ON "otps" ("expiresAt")`);
    await runner.query(`
      CREATE TABLE "otp_failures" (
        "email" character varying(254) NOT NULL,
        "failures" integer NOT NULL,
        "lastFailedAt" TIMESTAMP(3) WITH TIME ZONE NOT NULL,
        CONSTRAINT "PK_otp_failures" PRIMARY KEY ("email"),
        CONSTRAINT "CHK_otp_failures_failures" CHECK ("failures" >= 0)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "otp_failures"`);
    await runner.query(`DROP TABLE "otps"`);
  }
}
