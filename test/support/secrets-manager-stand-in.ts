import { once } from 'node:events';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';

const ACCOUNT = '123456789012';
const REGION = 'eu-central-1';
const ACCESS_KEY_ID = 'AKIDSTANDIN';
const SECRET_ACCESS_KEY = 'stand-in-secret-access-key';

type StoredSecret = { SecretString: string } | { SecretBinary: string };

/** How the stand-in treats every request until it is told otherwise. */
export type StandInBehaviour =
  | 'answer'
  | 'hang'
  | 'deny'
  | 'throttle'
  | 'fail'
  | 'reset'
  | 'garble'
  | 'bad gateway';

/** AWS Secrets Manager API Reference, GetSecretValue: what each refusal looks like on the wire. */
const REFUSALS = {
  deny: [400, 'AccessDeniedException'],
  throttle: [400, 'ThrottlingException'],
  fail: [500, 'InternalServiceError'],
} as const;

/**
 * A local server that speaks the JSON 1.1 protocol of AWS Secrets Manager: GetSecretValue by name or ARN,
 * signed requests only. The real SDK talks to it through AWS_ENDPOINT_URL_SECRETS_MANAGER.
 */
export class SecretsManagerStandIn {
  behaviour: StandInBehaviour = 'answer';
  /** How many requests came in. */
  requests = 0;
  private readonly secrets = new Map<string, StoredSecret>();

  private constructor(
    private readonly server: http.Server,
    readonly url: string,
  ) {}

  static async start(): Promise<SecretsManagerStandIn> {
    const server = http.createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const standIn = new SecretsManagerStandIn(server, `http://127.0.0.1:${port}`);
    server.on('request', (request, response) => void standIn.handle(request, response));
    return standIn;
  }

  /** The variables that make a service talk to this stand-in. */
  get environment(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL_SECRETS_MANAGER: this.url,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: ACCESS_KEY_ID,
      AWS_SECRET_ACCESS_KEY: SECRET_ACCESS_KEY,
    };
  }

  /** Stores a text as it stands, anything else as JSON, and returns the secret's ARN. */
  put(name: string, value: unknown): string {
    this.secrets.set(name, { SecretString: typeof value === 'string' ? value : JSON.stringify(value) });
    return arnOf(name);
  }

  putBinary(name: string, value: Buffer): string {
    this.secrets.set(name, { SecretBinary: value.toString('base64') });
    return arnOf(name);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    this.requests += 1;
    const body = await bodyOf(request);
    switch (this.behaviour) {
      case 'hang':
        return;
      case 'reset':
        request.socket.destroy();
        return;
      case 'garble':
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
        return;
      case 'bad gateway':
        response.writeHead(502, { 'content-type': 'text/html' }).end('<html>');
        return;
      case 'answer':
        return this.answer(request, body, response);
      case 'deny':
      case 'throttle':
      case 'fail': {
        const [status, type] = REFUSALS[this.behaviour];
        send(response, status, { __type: type, Message: `refused: ${body}` });
      }
    }
  }

  private answer(request: http.IncomingMessage, body: string, response: http.ServerResponse): void {
    const { authorization = '', 'x-amz-target': target } = request.headers;
    if (target !== 'secretsmanager.GetSecretValue') {
      return send(response, 400, { __type: 'UnknownOperationException' });
    }
    const scope = new RegExp(
      `^AWS4-HMAC-SHA256 Credential=${ACCESS_KEY_ID}/\\d{8}/${REGION}/secretsmanager/aws4_request, ` +
        'SignedHeaders=[a-z0-9;-]+, Signature=[0-9a-f]{64}$',
    );
    if (!scope.test(authorization)) return send(response, 400, { __type: 'UnrecognizedClientException' });
    const { SecretId: id } = JSON.parse(body) as { SecretId: string };
    const found = [...this.secrets].find(([name]) => id === name || id === arnOf(name));
    if (!found) {
      return send(response, 400, {
        __type: 'ResourceNotFoundException',
        Message: "Secrets Manager can't find the specified secret.",
      });
    }
    const [name, value] = found;
    send(response, 200, {
      ARN: arnOf(name),
      Name: name,
      VersionId: 'a1b2c3d4-5678-90ab-cdef-000000000001',
      VersionStages: ['AWSCURRENT'],
      CreatedDate: 1_700_000_000.123,
      ...value,
    });
  }
}

function arnOf(name: string): string {
  return `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}-AbCdEf`;
}

async function bodyOf(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: http.ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-requestid': 'stand-in',
  });
  response.end(JSON.stringify(body));
}
