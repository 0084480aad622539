import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** Serves the description of the API at /openapi.json, and a page to read it at /docs, both from this origin. */
export function setUpDocs(app: NestFastifyApplication): void {
  const builder = new DocumentBuilder()
    .setTitle('Ballast')
    .setDescription('An API registry that always comes up and always tells the truth about its state.')
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .build();
  let document: OpenAPIObject | null = null;
  // Made when it is first asked for: a start does not need it.
  const describe = (): OpenAPIObject => (document ??= SwaggerModule.createDocument(app, builder));
  SwaggerModule.setup('docs', app, describe, {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Ballast API',
  });
}
