import { isUtf8 } from 'node:buffer';
import { BadRequestException, UnsupportedMediaTypeException } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

/** Routes of OAuth, which takes forms where everything else takes JSON. */
const ACCEPTS_FORMS = { acceptsForms: true };

export function AcceptForms(): MethodDecorator {
  return RouteConfig(ACCEPTS_FORMS);
}

/** Lets the bodies of such routes be forms. No parameter may come twice (RFC 6749, section 3.2). */
export function acceptFormsWhereAsked(fastify: FastifyInstance): void {
  fastify.addContentTypeParser<Buffer>(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer' },
    (request, body, done) => {
      const config = request.routeOptions.config as Partial<typeof ACCEPTS_FORMS>;
      const { 'content-encoding': coding = 'identity' } = request.headers;
      if (config.acceptsForms !== true || coding !== 'identity')
        return done(new UnsupportedMediaTypeException());
      const fields = [...new URLSearchParams(isUtf8(body) ? body.toString('utf8') : '')];
      const form = Object.fromEntries(fields);
      const isReadable = isUtf8(body) && Object.keys(form).length === fields.length;
      return isReadable ? done(null, form) : done(new BadRequestException());
    },
  );
}
