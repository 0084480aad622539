import * as net from 'node:net';
import { once } from 'node:events';

/** What happens to the bytes on their way. */
export type Weather =
  | { readonly kind: 'clear' }
  /** Nothing gets through in either direction, and nobody is told. */
  | { readonly kind: 'black hole' }
  /** One byte at a time. */
  | { readonly kind: 'slices' }
  /** Connections are reset once so many bytes have passed, to and fro. */
  | { readonly kind: 'reset after'; readonly bytes: number }
  /** Everything is late by so much, in milliseconds, give or take the jitter. */
  | { readonly kind: 'latency'; readonly ms: number; readonly jitterMs: number };

/** Stands between a client and a server on the loopback, and disturbs what passes. */
export class TcpProxy {
  private weather: Weather = { kind: 'clear' };
  private readonly pairs = new Set<Pair>();
  private target: number;
  /** Connections that were accepted since the start. */
  accepted = 0;

  private constructor(
    private readonly server: net.Server,
    target: number,
  ) {
    this.target = target;
    server.on('connection', (client) => this.accept(client));
  }

  /** @param target the port of the server behind, on 127.0.0.1 */
  static async start(target: number, host = '127.0.0.1'): Promise<TcpProxy> {
    const server = net.createServer({ allowHalfOpen: true });
    server.listen(0, host);
    await once(server, 'listening');
    return new TcpProxy(server, target);
  }

  get port(): number {
    return (this.server.address() as net.AddressInfo).port;
  }

  get open(): number {
    return this.pairs.size;
  }

  /** The URL of a database behind the proxy. */
  urlOf(url: string): string {
    const through = new URL(url);
    through.port = String(this.port);
    return through.href;
  }

  /** For connections that are open and for those to come. */
  set(weather: Weather): void {
    this.weather = weather;
    for (const pair of this.pairs) pair.wake();
  }

  /** Leads connections to come to another server. */
  redirect(target: number): void {
    this.target = target;
  }

  /** Resets every open connection on both sides. */
  reset(): void {
    for (const pair of this.pairs) pair.reset();
  }

  /** Tells every client that the server sends no more, and keeps the connections half open. */
  halfClose(): void {
    for (const { client } of this.pairs) client.end();
  }

  async close(): Promise<void> {
    this.reset();
    this.server.close();
    await once(this.server, 'close');
  }

  private accept(client: net.Socket): void {
    this.accepted += 1;
    const upstream = net.connect({ port: this.target, host: '127.0.0.1', allowHalfOpen: true });
    const pair = new Pair(client, upstream, () => this.weather);
    this.pairs.add(pair);
    void pair.closed.then(() => this.pairs.delete(pair));
  }
}

/** One client and its connection to the server. */
class Pair {
  readonly closed: Promise<unknown>;
  private wakers: (() => void)[] = [];
  private passed = 0;

  constructor(
    readonly client: net.Socket,
    readonly upstream: net.Socket,
    private readonly weather: () => Weather,
  ) {
    this.closed = Promise.all([this.carry(client, upstream), this.carry(upstream, client)]);
  }

  wake(): void {
    const { wakers } = this;
    this.wakers = [];
    for (const wake of wakers) wake();
  }

  reset(): void {
    this.client.resetAndDestroy();
    this.upstream.resetAndDestroy();
  }

  /** Carries bytes until one side has gone; then the other goes too. */
  private async carry(from: net.Socket, to: net.Socket): Promise<void> {
    from.on('error', () => undefined);
    from.on('close', () => {
      this.wake();
      to.destroy();
    });
    try {
      for await (const chunk of from) await this.pass(chunk as Buffer, to);
      to.end();
    } catch {
      // The connection was reset.
    }
  }

  private async pass(chunk: Buffer, to: net.Socket): Promise<void> {
    while (this.weather().kind === 'black hole' && !to.destroyed) {
      await new Promise<void>((wake) => this.wakers.push(wake));
    }
    const weather = this.weather();
    if (weather.kind === 'latency') {
      const delay = weather.ms + (2 * Math.random() - 1) * weather.jitterMs;
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
    this.passed += chunk.length;
    if (weather.kind === 'reset after' && this.passed > weather.bytes) {
      this.reset();
      return;
    }
    if (weather.kind !== 'slices') {
      to.write(chunk);
      return;
    }
    for (const byte of chunk) {
      to.write(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
