import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lets an API be offered to another user, who becomes its owner when he accepts. */
export class ApiOffers1795687851000 implements MigrationInterface {
  readonly name = 'ApiOffers1795687851000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE "apis"
        ADD COLUMN "pendingOwnerId" uuid,
        ADD COLUMN "pendingUntil" TIMESTAMP(3) WITH TIME ZONE,
        ADD CONSTRAINT "FK_apis_pending_owner_id" FOREIGN KEY ("pendingOwnerId") REFERENCES "users" ("id")
          ON DELETE SET NULL`);
    await runner.query(`CREATE INDEX "IDX_apis_pending_owner_id" ON "apis" ("pendingOwnerId", "id")`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "apis" DROP COLUMN "pendingOwnerId", DROP COLUMN "pendingUntil"`);
  }
}
