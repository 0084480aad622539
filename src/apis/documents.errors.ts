import { DomainError } from '../errors/domain.error';

export class DocumentUnreadableError extends DomainError {
  readonly code = 'document_unreadable';

  constructor() {
    super('The document is no text in UTF-8 without U+0000.');
  }
}
