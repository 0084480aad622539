import { ConfigError } from './config-error';
import { parseConfig } from './config.schema';

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };

describe('where traces are sent', () => {
  it.each([
    ['nothing is set', {}],
    ['they are switched off', { ...ENDPOINT, OTEL_SDK_DISABLED: 'true' }],
    ['there is no exporter', { ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' }],
    ['only others are spoken of', { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_SERVICE_NAME: 'x' }],
  ])('is nowhere if %s', (_when, environment: Record<string, string>) => {
    expect(parseConfig(environment).tracing).toBeNull();
  });

  it.each([
    ['http://collector:4318/v1/traces', ENDPOINT],
    ['http://collector:4318/otlp/v1/traces', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/otlp/' }],
    ['https://c/t', { ...ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://c/t' }],
    ['http://localhost:4318/v1/traces', { OTEL_TRACES_EXPORTER: 'otlp' }],
  ])('is %s', (url, environment: Record<string, string>) => {
    expect(parseConfig(environment).tracing?.url).toBe(url);
  });

  it('goes with the name of the service and what else is said of it', () => {
    const environment = {
      ...ENDPOINT,
      OTEL_SERVICE_NAME: 'registry',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=a%2Cb, host.name=c',
    };
    expect(parseConfig(environment).tracing?.resource).toEqual({
      'service.name': 'registry',
      'deployment.environment': 'a,b',
      'host.name': 'c',
    });
  });

  it.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://user:hunter2@collector'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'hunter2'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'a=%zz'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc'],
    ['OTEL_RESOURCE_ATTRIBUTES', 'hunter2'],
    ['OTEL_TRACES_EXPORTER', 'zipkin'],
    ['OTEL_TRACES_SAMPLER', 'sometimes'],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5'],
    ['OTEL_TRACES_SAMPLER_ARG', 'half'],
  ])('is refused where %s is %s, without the value', (key, value) => {
    const parse = (): unknown => parseConfig({ ...ENDPOINT, [key]: value });
    expect(parse).toThrow(ConfigError);
    expect(parse).toThrow(
      expect.objectContaining({ message: expect.stringMatching(`^[^]*${key} must`) as string }) as Error,
    );
    expect(parse).not.toThrow(value);
  });
});
