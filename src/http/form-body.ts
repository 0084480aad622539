import { isUtf8 } from 'node:buffer';
import { BadRequestException, UnsupportedMediaTypeException } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Routes of OAuth, which takes forms where everything else takes JSON. */
const ACCEPTS_FORMS = { acceptsForms: true };

export const FORM_MEDIA_TYPE = 'application/x-www-form-urlencoded';

export function AcceptForms(): MethodDecorator {
  return RouteConfig(ACCEPTS_FORMS);
}

export function acceptsForms(request: FastifyRequest): boolean {
  return (request.routeOptions.config as Partial<typeof ACCEPTS_FORMS>).acceptsForms === true;
}

/** Lets the bodies of such routes be forms. No parameter may come twice (RFC 6749, section 3.2). */
export function acceptFormsWhereAsked(fastify: FastifyInstance): void {
  fastify.addContentTypeParser<Buffer>(FORM_MEDIA_TYPE, { parseAs: 'buffer' }, (request, body, done) => {
    const { 'content-encoding': coding = 'identity' } = request.headers;
    if (!acceptsForms(request) || coding !== 'identity') return done(new UnsupportedMediaTypeException());
    const fields = [...new URLSearchParams(isUtf8(body) ? body.toString('utf8') : '')];
    const form = Object.fromEntries(fields);
    const isReadable = isUtf8(body) && Object.keys(form).length === fields.length;
    return isReadable ? done(null, form) : done(new BadRequestException());
  });
}
