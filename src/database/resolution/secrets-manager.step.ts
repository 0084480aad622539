import type { DatabaseOptions } from '../database.options';
import { awsTlsRequest } from './aws-tls';
import { type DatabaseSecret, parseDatabaseSecret } from './database-secret';
import type { ResolutionStep, StepAnswer } from './resolution';
import { ResolutionFailure } from './resolution-failure';
import { readSecretReference } from './secret-reference';
import { DEFAULT_POSTGRES_PORT } from './server-address';
import { fetchStoredSecret } from './stored-secret';
import { tlsSettingsOf } from './tls';

/** Step 2: the secret gives the credentials, and AWS_DB_HOST, AWS_DB_PORT and AWS_DB_NAME what it leaves out. */
export class SecretsManagerStep implements ResolutionStep {
  readonly name = 'secrets-manager';

  constructor(private readonly options: DatabaseOptions) {}

  async resolve(): Promise<StepAnswer> {
    if (this.options.secret === undefined) {
      return { outcome: 'not configured', detail: 'AWS_DB_SECRET and AWS_SECRET_NAME are not set' };
    }
    const secret = parseDatabaseSecret(await this.read(this.options.secret));
    const tls = awsTlsRequest(this.options);
    return {
      outcome: 'selected',
      connection: {
        ...this.addressOf(secret),
        user: secret.username,
        password: secret.password,
        ssl: await tlsSettingsOf(tls),
        sslMode: tls.mode,
        applicationName: this.options.applicationName,
      },
    };
  }

  private async read(text: string): Promise<string> {
    const reference = readSecretReference(text);
    if (reference.kind === 'inline') return reference.json;
    const region = reference.region ?? this.options.awsRegion;
    if (region === undefined) {
      throw new ResolutionFailure(
        'incomplete',
        "Set AWS_REGION, or give AWS_DB_SECRET the secret's full ARN",
      );
    }
    return fetchStoredSecret(this.options, reference.id, region);
  }

  private addressOf(secret: DatabaseSecret): { host: string; port: number; database: string } {
    const { aws } = this.options;
    const host = secret.host ?? aws.host;
    const database = secret.dbname ?? aws.name;
    if (host === undefined) {
      throw new ResolutionFailure('incomplete', 'The secret has no field host; add it, or set AWS_DB_HOST');
    }
    if (database === undefined) {
      throw new ResolutionFailure('incomplete', 'The secret has no field dbname; add it, or set AWS_DB_NAME');
    }
    return { host, port: secret.port ?? aws.port ?? DEFAULT_POSTGRES_PORT, database };
  }
}
