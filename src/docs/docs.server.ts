import type { INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import * as swagger from '@nestjs/swagger';
import { applyDescriptions } from './describe';

/** Answers for the documentation of an application. It does not listen, and has to be asked by `inject()`. */
export function createDocsServer(app: INestApplication): FastifyAdapter {
  const config = new swagger.DocumentBuilder()
    .setTitle('Ballast')
    .setDescription('An API registry that always comes up and always tells the truth about its state.')
    .setVersion('1')
    .setExternalDoc('How the service is doing', '/status')
    .addBearerAuth({ type: 'http', scheme: 'bearer' })
    .setOpenAPIVersion('3.1.0')
    .build();
  for (const { controllers } of app.get(ModulesContainer).values())
    for (const { metatype } of controllers.values()) if (metatype) applyDescriptions(metatype, swagger);
  const document = swagger.SwaggerModule.createDocument(app, config);
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
