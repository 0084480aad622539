import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lets several count the wrong answers for one e-mail address. */
export class OtpFailureKeepers1764058300000 implements MigrationInterface {
  readonly name = 'OtpFailureKeepers1764058300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE "otp_failures"
        ADD COLUMN "keeper" character varying(36) NOT NULL DEFAULT '',
        DROP CONSTRAINT "PK_otp_failures",
        ADD CONSTRAINT "PK_otp_failures" PRIMARY KEY ("email", "keeper")`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM "otp_failures" WHERE "keeper" <> ''`);
    await runner.query(`
      ALTER TABLE "otp_failures"
        DROP CONSTRAINT "PK_otp_failures",
        DROP COLUMN "keeper",
        ADD CONSTRAINT "PK_otp_failures" PRIMARY KEY ("email")`);
  }
}
