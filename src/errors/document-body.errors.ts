import { DomainError } from './domain.error';

export class DocumentTooLargeError extends DomainError {
  readonly code = 'document_too_large';

  constructor(mostBytes: number) {
    super(`A document has at most ${mostBytes.toLocaleString('en')} bytes. Send a smaller one.`);
  }
}

export class UnsupportedDocumentTypeError extends DomainError {
  readonly code = 'unsupported_document_type';

  constructor() {
    super('Send an OpenAPI document as application/json or application/yaml, and not compressed.');
  }
}
