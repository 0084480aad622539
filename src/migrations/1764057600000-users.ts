import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The users table. */
export class Users1764057600000 implements MigrationInterface {
  readonly name = 'Users1764057600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "users" (
        "id" uuid NOT NULL,
        "email" character varying(254) NOT NULL,
        "handle" character varying(39) NOT NULL,
        "displayName" character varying(100),
        "role" character varying(16) NOT NULL,
        "status" character varying(16) NOT NULL,
        "emailVerifiedAt" TIMESTAMP(3) WITH TIME ZONE,
        "lastSignInAt" TIMESTAMP(3) WITH TIME ZONE,
        "createdAt" TIMESTAMP(3) WITH TIME ZONE NOT NULL,
        "updatedAt" TIMESTAMP(3) WITH TIME ZONE NOT NULL,
        "version" integer NOT NULL,
        CONSTRAINT "PK_users" PRIMARY KEY ("id"),
        CONSTRAINT "UQ_users_email" UNIQUE ("email"),
        CONSTRAINT "UQ_users_handle" UNIQUE ("handle"),
        CONSTRAINT "CHK_users_role" CHECK ("role" IN ('user', 'admin')),
        CONSTRAINT "CHK_users_status" CHECK ("status" IN ('active', 'suspended'))
      )`);
    await runner.query(`CREATE INDEX "IDX_users_created_at" ON "users" ("createdAt", "id")`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "users"`);
  }
}
