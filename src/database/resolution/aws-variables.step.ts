import type { DatabaseOptions } from '../database.options';
import { awsTlsRequest } from './aws-tls';
import type { ResolutionStep, StepAnswer } from './resolution';
import { ResolutionFailure } from './resolution-failure';
import { DEFAULT_POSTGRES_PORT } from './server-address';
import { iamPassword } from './iam-password';
import { tlsSettingsOf } from './tls';

/** Step 3: AWS_DB_HOST, AWS_DB_NAME, AWS_DB_USER and AWS_DB_PASSWORD make the connection; AWS_DB_PORT is
 * 5432. With AWS_DB_IAM_AUTH a token stands for the password. */
export class AwsVariablesStep implements ResolutionStep {
  readonly name = 'aws-variables';

  constructor(private readonly options: DatabaseOptions) {}

  async resolve(): Promise<StepAnswer> {
    const { host, name, user, password, port = DEFAULT_POSTGRES_PORT, iamAuth } = this.options.aws;
    if (host === undefined && user === undefined && password === undefined) {
      return {
        outcome: 'not configured',
        detail: 'AWS_DB_HOST, AWS_DB_USER and AWS_DB_PASSWORD are not set',
      };
    }
    const isSecretMissing = password === undefined && !iamAuth;
    if (host === undefined || name === undefined || user === undefined || isSecretMissing) {
      throw new ResolutionFailure('incomplete', `Set ${this.missing().join(', ')} too, or DATABASE_URL`);
    }
    const tls = awsTlsRequest(this.options);
    return {
      outcome: 'selected',
      connection: {
        host,
        port,
        database: name,
        user,
        password: iamAuth ? iamPassword(this.options, { host, port, user }) : password,
        ssl: await tlsSettingsOf(tls),
        sslMode: tls.mode,
        applicationName: this.options.applicationName,
      },
    };
  }

  private missing(): string[] {
    const { host, name, user, password, iamAuth } = this.options.aws;
    return Object.entries({
      AWS_DB_HOST: host,
      AWS_DB_NAME: name,
      AWS_DB_USER: user,
      AWS_DB_PASSWORD: iamAuth ? 'not needed' : password,
    })
      .filter(([, value]) => value === undefined)
      .map(([key]) => key);
  }
}
