import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** Node tells of every answer that it has sent. */
const ANSWERED = 'http.server.response.finish';

interface Answered {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly server: Server;
}

/** Counts the answers of a server, but those to who looks at the status. */
export class AnswerCount {
  private requests = 0;
  private failures = 0;

  constructor(private readonly server: unknown) {
    subscribe(ANSWERED, this.count);
  }

  /** Those since it was asked last. */
  take(): { readonly requests: number; readonly failures: number } {
    const { requests, failures } = this;
    this.requests = this.failures = 0;
    return { requests, failures };
  }

  end(): void {
    unsubscribe(ANSWERED, this.count);
  }

  private readonly count = (message: unknown): void => {
    const { request, response, server } = message as Answered;
    if (server !== this.server || request.url?.startsWith('/status') === true) return;
    this.requests += 1;
    if (response.statusCode >= 500) this.failures += 1;
  };
}
