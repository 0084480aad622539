import { documentMediaTypeOf } from '../../src/documents/media-type';

describe('documentMediaTypeOf', () => {
  it.each([
    ['application/json', 'application/json'],
    ['Application/JSON; charset=utf-8', 'application/json'],
    ['application/vnd.oai.openapi+json;version=3.1', 'application/json'],
    ['application/openapi+json', 'application/json'],
    ['application/yaml', 'application/yaml'],
    ['application/x-yaml', 'application/yaml'],
    ['text/yaml', 'application/yaml'],
    ['application/vnd.oai.openapi', 'application/yaml'],
    ['application/openapi+yaml', 'application/yaml'],
    ['text/plain', null],
    ['application/xml', null],
    ['', null],
  ])('takes %s for %s', (contentType, expected) => {
    expect(documentMediaTypeOf(contentType)).toBe(expected);
  });
});
