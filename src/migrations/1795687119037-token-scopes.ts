import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Room for the scopes of more modules. */
export class TokenScopes1795687119037 implements MigrationInterface {
  readonly name = 'TokenScopes1795687119037';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "tokens" ALTER COLUMN "scopes" TYPE character varying(2000)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "tokens" ALTER COLUMN "scopes" TYPE character varying(255)`);
  }
}
