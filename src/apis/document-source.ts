import { isUtf8 } from 'node:buffer';
import type { DocumentSource } from '../documents/documents';
import { MAX_DOCUMENT_BYTES } from '../documents/document-limits';
import { documentMediaTypeOf } from '../documents/media-type';
import { DocumentTooLargeError, UnsupportedDocumentTypeError } from '../errors/document-body.errors';
import { DocumentUnreadableError } from './documents.errors';

/**
 * The body of a request as a document.
 *
 * @throws UnsupportedDocumentTypeError, DocumentTooLargeError, DocumentUnreadableError
 */
export function documentOf(contentType: string | undefined, body: unknown): DocumentSource {
  const mediaType = documentMediaTypeOf(contentType ?? '');
  if (mediaType === null || !Buffer.isBuffer(body)) throw new UnsupportedDocumentTypeError();
  if (body.length > MAX_DOCUMENT_BYTES) throw new DocumentTooLargeError(MAX_DOCUMENT_BYTES);
  if (!isUtf8(body) || body.includes(0)) throw new DocumentUnreadableError();
  return { text: body.toString('utf8'), mediaType };
}
