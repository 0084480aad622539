import { once } from 'node:events';
import * as net from 'node:net';

/** A connection to a service that sends bytes as they are given, and never ends its side by itself. */
export class RawConnection {
  /** What came back so far. */
  received = '';
  isClosed = false;

  private constructor(private readonly socket: net.Socket) {
    socket.on('data', (chunk: Buffer) => (this.received += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('end', () => (this.isClosed = true));
    socket.on('close', () => (this.isClosed = true));
  }

  static async open(url: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    const socket = net.connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    await once(socket, 'connect');
    return new RawConnection(socket);
  }

  send(bytes: string): void {
    this.socket.write(bytes);
  }

  /** Reads nothing more: the buffers of the other side fill up. */
  pause(): void {
    this.socket.pause();
  }

  /** The status of every answer that came back, in order. */
  get statuses(): number[] {
    return [...this.received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
  }

  destroy(): void {
    this.socket.destroy();
  }
}
