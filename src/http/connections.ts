import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * The open connections of a server, for its end: `server.close()` waits for every one of them, and node ends by
 * itself only those that are idle at that moment and have carried a request before.
 */
export class Connections {
  /** How many requests each connection has in flight. */
  private readonly inFlight = new Map<Socket, number>();
  private isDraining = false;

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
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

  /** Ends each connection as soon as it has no request in flight, and after `timeoutMs` those that still have. */
  drain(timeoutMs: number): void {
    this.isDraining = true;
    for (const [socket, requests] of this.inFlight) if (requests === 0) socket.destroy();
    setTimeout(() => {
      for (const socket of this.inFlight.keys()) socket.destroy();
    }, timeoutMs).unref();
  }

  private add(socket: Socket, change: 1 | -1): void {
    const before = this.inFlight.get(socket);
    if (before === undefined) return;
    this.inFlight.set(socket, before + change);
    // What is left of the answer still goes out.
    if (this.isDraining && before + change === 0) socket.destroySoon();
  }
}
