/** What is sent to one person. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** How mail leaves the service. */
export abstract class MailTransport {
  /**
   * Hands a mail over; when this resolves, the server has taken it on.
   *
   * @throws MailRefusedError when sending it again will not help; anything else may pass
   */
  abstract send(mail: Mail): Promise<void>;

  /** Ends the connections that it keeps. */
  abstract close(): void;
}

/** The server does not take this mail, now or later. */
export class MailRefusedError extends Error {
  constructor(options?: ErrorOptions) {
    super('the server refuses this mail', options);
    this.name = 'MailRefusedError';
  }
}
