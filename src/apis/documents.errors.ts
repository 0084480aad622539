import { DomainError } from '../errors/domain.error';

export class DocumentTooLargeError extends DomainError {
  readonly code = 'document_too_large';

  constructor(mostBytes: number) {
    super(`A document has at most ${mostBytes} bytes.`);
  }
}

export class UnsupportedDocumentTypeError extends DomainError {
  readonly code = 'unsupported_document_type';

  constructor() {
    super('Send an OpenAPI document as application/json or application/yaml, and not compressed.');
  }
}

export class DocumentUnreadableError extends DomainError {
  readonly code = 'document_unreadable';

  constructor() {
    super('The document is no text in UTF-8 without U+0000.');
  }
}
