import { UnsupportedMediaTypeException } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Routes that take a document as it is, to the byte. */
const ACCEPTS_DOCUMENTS = { acceptsDocuments: true };

/** Media types that documents come in beside JSON, which is told apart by what is in it. */
const MEDIA_TYPES = [
  'application/yaml',
  'application/x-yaml',
  'text/yaml',
  'text/x-yaml',
  'application/swagger+json',
  'application/swagger+yaml',
  'application/openapi+json',
  'application/openapi+yaml',
  'application/vnd.oai.openapi',
  'application/vnd.oai.openapi+json',
  'application/vnd.oai.openapi+yaml',
];

/** All that such a route takes. */
export const DOCUMENT_MEDIA_TYPES: readonly string[] = ['application/json', ...MEDIA_TYPES];

/** Has a handler be given the body as a Buffer. */
export function AcceptDocuments(): MethodDecorator {
  return RouteConfig(ACCEPTS_DOCUMENTS);
}

export function acceptsDocuments(request: FastifyRequest): boolean {
  return (request.routeOptions.config as Partial<typeof ACCEPTS_DOCUMENTS>).acceptsDocuments === true;
}

/** Lets the bodies of such routes be of these types; for JSON see `json-body.ts`. */
export function acceptDocumentsWhereAsked(fastify: FastifyInstance): void {
  fastify.addContentTypeParser<Buffer>(MEDIA_TYPES, { parseAs: 'buffer' }, (request, body, done) => {
    const { 'content-encoding': coding = 'identity' } = request.headers;
    if (acceptsDocuments(request) && coding === 'identity') done(null, body);
    else done(new UnsupportedMediaTypeException());
  });
}
