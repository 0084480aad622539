import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';
import { EventLog } from '../logging/event-log';
import { isShown } from './bearer-token';
import type { Exposition } from './exposition';
import { EXPOSITION } from './exposition.provider';

/** Who asks has so long to say what for. */
const REQUEST_MS = 2_000;

const TEXT = { 'content-type': 'text/plain; charset=utf-8' };

/** Metrics at a port of their own, where METRICS_PORT says so, from the start of the service to its end. */
@Injectable()
export class MetricsServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new EventLog('Metrics');
  private server: Server | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(EXPOSITION) private readonly exposition: Exposition,
  ) {}

  /** The port; null where there is none of their own. */
  get port(): number | null {
    return (this.server?.address() as AddressInfo | null)?.port ?? null;
  }

  async onApplicationBootstrap(): Promise<void> {
    const listen = this.config.metrics?.listen;
    if (!listen) return;
    this.server = createServer(
      {
        requestTimeout: REQUEST_MS,
        headersTimeout: REQUEST_MS,
        // By itself node looks every half a minute.
        connectionsCheckingInterval: REQUEST_MS / 4,
        maxHeaderSize: 8_192,
      },
      (request, response) => void this.answer(request, response),
    );
    this.server.listen(listen.port, listen.host);
    await once(this.server, 'listening');
  }

  async onApplicationShutdown(): Promise<void> {
    this.exposition.stop();
    if (!this.server) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = '', headers } = request;
    const token = this.config.metrics?.token ?? null;
    if (url.split('?')[0] !== '/metrics') {
      response.writeHead(404, TEXT).end('Metrics are at /metrics.\n');
    } else if (method !== 'GET' && method !== 'HEAD') {
      response.writeHead(405, { ...TEXT, allow: 'GET, HEAD' }).end('Metrics are only to be read.\n');
    } else if (token !== null && !isShown(token, headers.authorization)) {
      response
        .writeHead(401, { ...TEXT, 'www-authenticate': 'Bearer' })
        .end('Send the token that METRICS_TOKEN holds: Authorization: Bearer ...\n');
    } else {
      await this.tell(response);
    }
  }

  private async tell(response: ServerResponse): Promise<void> {
    try {
      const text = await this.exposition.text();
      response.writeHead(200, { 'content-type': this.exposition.contentType }).end(text);
    } catch (error) {
      // Nobody else would catch it, and the service would end.
      this.log.error({ event: 'http.error', error });
      response.writeHead(500, TEXT).end('The metrics could not be read. The log says why.\n');
    }
  }
}
