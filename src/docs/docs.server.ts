import type { INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import * as swagger from '@nestjs/swagger';
import { applyDescriptions } from './describe';

/** What there is, in the order in which who uses the service comes to it. */
const TAGS = [
  ['one-time passwords', 'Signing in, and proving again who one is, with a code that comes by mail'],
  ['tokens', 'What programs show to be let in'],
  ['oauth', 'For services that are shown a token and ask whether it is in force (RFC 7662)'],
  ['users', 'Who has signed in'],
  ['apis', 'What is registered: searching, registering, changing, handing over'],
  ['versions', 'From a draft to what is retired'],
  ['documents', 'The OpenAPI documents of versions: what was found in them, and what changes between two'],
  ['administration', 'The database layer: its state, looking for the database again, the quarantine'],
  ['health', 'What probes ask'],
] as const;

/** Answers for the documentation of an application. It does not listen, and has to be asked by `inject()`. */
export function createDocsServer(app: INestApplication): FastifyAdapter {
  const builder = new swagger.DocumentBuilder()
    .setTitle('Ballast')
    .setDescription('An API registry that always comes up and always tells the truth about its state.')
    .setVersion('1')
    .setExternalDoc('How the service is doing', '/status')
    .addBearerAuth({ type: 'http', scheme: 'bearer' })
    .setOpenAPIVersion('3.1.0');
  for (const [name, description] of TAGS) builder.addTag(name, description);
  for (const { controllers } of app.get(ModulesContainer).values())
    for (const { metatype } of controllers.values()) if (metatype) applyDescriptions(metatype, swagger);
  const document = swagger.SwaggerModule.createDocument(app, builder.build());
  const adapter = new FastifyAdapter({ routerOptions: { ignoreTrailingSlash: true } });
  // An application without routes of its own: nothing but its adapter is asked for.
  const pages = { getHttpAdapter: () => adapter } as unknown as INestApplication;
  swagger.SwaggerModule.setup('docs', pages, document, {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Ballast API',
  });
  return adapter;
}
