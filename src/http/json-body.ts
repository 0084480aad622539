import { isUtf8 } from 'node:buffer';
import { BadRequestException, UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { acceptsDocuments } from './document-body';

/**
 * Lets bodies be JSON in UTF-8 (RFC 8259, section 8.1), as they are or not at all: decoded leniently, a name would
 * be stored with other characters than it was sent with. Keys that reach a prototype are refused. A route that takes
 * documents gets the bytes.
 */
export function acceptJsonAlone(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const { 'content-encoding': coding = 'identity' } = request.headers;
    if (coding !== 'identity') done(new UnsupportedMediaTypeException());
    else if (acceptsDocuments(request)) done(null, body);
    else if (isUtf8(body)) void parse(request, body.toString('utf8'), done);
    else done(new BadRequestException());
  });
}
