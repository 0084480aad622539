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

/** Whoever answers at the server's address cannot show that it is the server: it is told nothing. */
export class MailServerNotTrustedError extends Error {
  /** @param code of the certificate's fault */
  constructor(
    readonly code: string,
    options?: ErrorOptions,
  ) {
    super(
      'The certificate of SMTP_HOST is not trusted. Name its authority in NODE_EXTRA_CA_CERTS, or set SMTP_HOST to the name in it.',
      options,
    );
    this.name = 'MailServerNotTrustedError';
  }
}

/** The server does not take this mail, now or later. */
export class MailRefusedError extends Error {
  constructor(options?: ErrorOptions) {
    super('the server refuses this mail', options);
    this.name = 'MailRefusedError';
  }
}
