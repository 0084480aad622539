/** What would run, or tear a page apart, where it is not escaped. */
export const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(2)>'</textarea>&amp;`;

/** A valid document that is hostile wherever it can be. */
export function hostileDocument(version: string): object {
  const isFirst = version === '1.0.0';
  return {
    openapi: '3.1.0',
    info: {
      title: HOSTILE,
      version,
      description: `${HOSTILE} <b>bold</b> [click](javascript:alert(3)) <a href="javascript:alert(4)">here</a>`,
      contact: { url: 'https://example.com/' },
    },
    tags: [{ name: HOSTILE, description: HOSTILE }],
    paths: {
      [`/${isFirst ? 'one' : 'two'}/"><script>alert(5)</script>`]: {
        get: {
          operationId: 'hostile',
          tags: [HOSTILE],
          summary: HOSTILE,
          description: HOSTILE,
          responses: { 200: { description: HOSTILE } },
        },
      },
    },
    components: {
      schemas: { Unused: { type: 'string', description: HOSTILE, default: HOSTILE } },
    },
  };
}
