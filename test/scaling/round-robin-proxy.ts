import { once } from 'node:events';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';

const LOOK_EVERY_MS = 50;

interface Instance {
  readonly url: string;
  isReady: boolean;
}

/** Hands requests to services in turn, as long as each says that it is ready. */
export class RoundRobinProxy {
  private instances: Instance[] = [];
  private turn = 0;
  private readonly agent = new http.Agent({ keepAlive: true });
  private readonly timer: NodeJS.Timeout;
  private looking: Promise<unknown> = Promise.resolve();
  /** How many answers came from where. */
  readonly answers = new Map<string, number>();

  private constructor(private readonly server: http.Server) {
    server.on('request', (request, response) => this.hand(request, response));
    this.timer = setInterval(() => {
      this.looking = this.look();
    }, LOOK_EVERY_MS);
  }

  static async start(): Promise<RoundRobinProxy> {
    const server = http.createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new RoundRobinProxy(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Where requests go now. */
  get ready(): string[] {
    return this.instances.filter(({ isReady }) => isReady).map(({ url }) => url);
  }

  /** It is sent requests once it has said that it is ready. */
  add(url: string): void {
    this.instances.push({ url, isReady: false });
  }

  remove(url: string): void {
    this.instances = this.instances.filter((instance) => instance.url !== url);
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
    this.agent.destroy();
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async look(): Promise<void> {
    await Promise.all(
      this.instances.map(async (instance) => {
        instance.isReady = await fetch(`${instance.url}/health/ready`).then(
          ({ ok }) => ok,
          () => false,
        );
      }),
    );
  }

  private hand(request: http.IncomingMessage, response: http.ServerResponse): void {
    const { ready } = this;
    this.turn += 1;
    const url = ready[this.turn % ready.length];
    if (url === undefined) {
      response.writeHead(503).end();
      return;
    }
    const { method, headers } = request;
    const passed = http.request(`${url}${request.url}`, { method, headers, agent: this.agent }, (answer) => {
      this.answers.set(url, (this.answers.get(url) ?? 0) + 1);
      const { connection: _ofThatConnection, ...kept } = answer.headers;
      response.writeHead(answer.statusCode ?? 502, kept);
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    });
    // Not sent to another: it may have been done.
    passed.on('error', () => {
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end();
    });
    request.pipe(passed);
  }
}
