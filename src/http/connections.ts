import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import * as net from 'node:net';
import { setImmediate as immediate, setTimeout as pause } from 'node:timers/promises';

/** How long a request takes from a client that has seen no sign of the end. */
const ON_ITS_WAY_MS = 50;

/**
 * The open connections of a server, for its end: `server.close()` waits for every one of them, and node ends by
 * itself only those that are idle at that moment and have carried a request before.
 */
export class Connections {
  /** How many requests each connection has in flight. */
  private readonly inFlight = new Map<net.Socket, number>();
  private isDraining = false;

  constructor(private readonly server: Server) {
    server.on('connection', (socket: net.Socket) => {
      this.inFlight.set(socket, 0);
      socket.once('close', () => this.inFlight.delete(socket));
    });
    server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
      this.add(socket, 1);
      response.once('close', () => this.add(socket, -1));
    });
  }

  /** Whether the end has begun: an answer is then the last of its connection. */
  get draining(): boolean {
    return this.isDraining;
  }

  /**
   * Stops listening, ends each connection as soon as it has no request in flight, and after `timeoutMs` those that
   * still have. A request that is on its way already, on a connection that looks idle, is answered too.
   */
  async drain(timeoutMs: number): Promise<void> {
    this.isDraining = true;
    // Not the HTTP server's own close(), which cuts off at once what looks idle.
    net.Server.prototype.close.call(this.server);
    const deadline = performance.now() + timeoutMs;
    while (this.inFlight.size > 0) {
      await pause(ON_ITS_WAY_MS);
      // Whatever came in meanwhile is read before this.
      await immediate();
      const isLate = performance.now() >= deadline;
      for (const [socket, requests] of this.inFlight) if (requests === 0 || isLate) socket.destroy();
    }
  }

  private add(socket: net.Socket, change: 1 | -1): void {
    const before = this.inFlight.get(socket);
    if (before === undefined) return;
    this.inFlight.set(socket, before + change);
    // What is left of the answer still goes out.
    if (this.isDraining && before + change === 0) socket.destroySoon();
  }
}
