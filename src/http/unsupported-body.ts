import type { FastifyReply, FastifyRequest } from 'fastify';
import { DocumentTooLargeError, UnsupportedDocumentTypeError } from '../errors/document-body.errors';
import type { DomainError } from '../errors/domain.error';
import { acceptsDocuments, DOCUMENT_MEDIA_TYPES } from './document-body';
import { acceptsForms, FORM_MEDIA_TYPE } from './form-body';

/** What Fastify says of a body before a route that takes documents sees it, in the words of that route; null elsewhere. */
export function documentErrorOf(status: number, request: FastifyRequest): DomainError | null {
  if (request.is404 || !acceptsDocuments(request)) return null;
  if (status === 413) return new DocumentTooLargeError(request.routeOptions.bodyLimit);
  return status === 415 ? new UnsupportedDocumentTypeError() : null;
}

/** Tells who has sent a body of another type or coding what is taken (RFC 9110, section 15.5.16; RFC 7694, section 3). */
export function tellAccepted(request: FastifyRequest, reply: FastifyReply): void {
  const { 'content-encoding': coding = 'identity' } = request.headers;
  if (coding !== 'identity') void reply.header('accept-encoding', 'identity');
  else void reply.header('accept', mediaTypesOf(request).join(', '));
}

function mediaTypesOf(request: FastifyRequest): readonly string[] {
  if (acceptsDocuments(request)) return DOCUMENT_MEDIA_TYPES;
  return [acceptsForms(request) ? FORM_MEDIA_TYPE : 'application/json'];
}
