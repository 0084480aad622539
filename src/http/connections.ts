import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import * as net from 'node:net';
import { setImmediate as immediate, setTimeout as pause } from 'node:timers/promises';

/** How long a request takes from a client that has seen no sign of the end. */
const ON_ITS_WAY_MS = 50;

/**
 * The open connections of a server and what is in flight on each. At the end `server.close()` waits for every one,
 * and node ends by itself only those that are idle at that moment and have carried a request before.
 */
export class Connections {
  /** The answers that each connection waits for, in order. */
  private readonly inFlight = new Map<net.Socket, Set<ServerResponse>>();
  private isDraining = false;

  constructor(private readonly server: Server) {
    server.on('connection', (socket: net.Socket) => {
      this.inFlight.set(socket, new Set());
      socket.once('close', () => this.lost(socket));
    });
    server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
      const answers = this.inFlight.get(socket);
      if (!answers) return;
      answers.add(response);
      response.once('close', () => {
        answers.delete(response);
        // What is left of the answer still goes out.
        if (this.isDraining && answers.size === 0) socket.destroySoon();
      });
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
      for (const [socket, answers] of this.inFlight) if (answers.size === 0 || isLate) socket.destroy();
    }
  }

  /**
   * Node closes the answer that a lost connection was being used for. Those that waited for their turn would never
   * learn of it, and would keep open what they were to send.
   */
  private lost(socket: net.Socket): void {
    const answers = this.inFlight.get(socket);
    this.inFlight.delete(socket);
    setImmediate(() => {
      for (const answer of answers ?? []) answer.destroy().emit('close');
    });
  }
}
