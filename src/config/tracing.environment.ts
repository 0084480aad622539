import { z } from 'zod';
import { type BrokenRule, flag, MalformedValueError, milliseconds, oneOf, readBy } from '../database';
import type { TracingOptions } from './config';

/** OpenTelemetry, "General SDK Configuration". */
const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

const TRACES_PATH = 'v1/traces';

/** The variables that say where traces are sent, by OpenTelemetry's own names. Without them none are kept. */
export const tracingEnvironment = z.object({
  OTEL_SDK_DISABLED: flag().default(false),
  OTEL_TRACES_EXPORTER: oneOf(['otlp', 'none']).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: readBy(readEndpoint).optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: readBy(readEndpoint).optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z.string().optional(),
  OTEL_EXPORTER_OTLP_HEADERS: readBy(readPairs).optional(),
  OTEL_EXPORTER_OTLP_TIMEOUT: milliseconds({ min: 1, default: 10_000 }),
  OTEL_SERVICE_NAME: z.string().max(255, { error: 'must have at most 255 characters' }).default('ballast'),
  OTEL_RESOURCE_ATTRIBUTES: readBy(readPairs).optional(),
  OTEL_TRACES_SAMPLER: oneOf(SAMPLERS).default('parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: readBy(readRatio).default(1),
});
type TracingEnvironment = z.output<typeof tracingEnvironment>;

/** What others may speak does not matter as long as nothing is sent. */
export function brokenTracingRules(env: Partial<TracingEnvironment>): BrokenRule[] {
  const key = 'OTEL_EXPORTER_OTLP_PROTOCOL';
  return env[key] === undefined || env[key] === 'http/json' || !isOn(env)
    ? []
    : [{ key, rule: 'must be http/json, or be absent: traces are sent as JSON over HTTP (port 4318)' }];
}

/** Null where no traces are kept. */
export function tracingOptionsOf(env: TracingEnvironment): TracingOptions | null {
  if (!isOn(env)) return null;
  const base = env.OTEL_EXPORTER_OTLP_ENDPOINT ?? 'http://localhost:4318';
  return Object.freeze({
    url: env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? `${base.replace(/\/$/, '')}/${TRACES_PATH}`,
    headers: env.OTEL_EXPORTER_OTLP_HEADERS ?? {},
    timeoutMs: env.OTEL_EXPORTER_OTLP_TIMEOUT,
    resource: { ...env.OTEL_RESOURCE_ATTRIBUTES, 'service.name': env.OTEL_SERVICE_NAME },
    sampler: env.OTEL_TRACES_SAMPLER,
    ratio: env.OTEL_TRACES_SAMPLER_ARG,
  });
}

function isOn(env: Partial<TracingEnvironment>): boolean {
  const { OTEL_SDK_DISABLED: isDisabled, OTEL_TRACES_EXPORTER: exporter } = env;
  const hasEndpoint =
    env.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined || env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT !== undefined;
  return !isDisabled && exporter !== 'none' && (exporter === 'otlp' || hasEndpoint);
}

function readEndpoint(text: string): string {
  if (!URL.canParse(text) || !/^https?:\/\/[^@]+$/.test(text))
    throw new MalformedValueError('must be a URL that begins with http:// or https://, without a user');
  return text;
}

/** `name=value` with commas between, values percent-encoded (W3C Baggage). */
function readPairs(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(',').map((pair) => /^\s*([\w.-]+)\s*=\s*([\x21-\x7e]*)\s*$/.exec(pair) ?? []);
  if (pairs.some(([, name]) => name === undefined))
    throw new MalformedValueError('must be name=value with commas between, the values percent-encoded');
  try {
    return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, decodeURIComponent(value)]));
  } catch {
    throw new MalformedValueError('must have percent signs as %25');
  }
}

function readRatio(text: string): number {
  const ratio = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || ratio > 1) throw new MalformedValueError('must be a number from 0 to 1');
  return ratio;
}
