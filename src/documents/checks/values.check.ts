import type { ApiDescription } from '../description/api-description';
import { asList, asObject } from '../description/api-description';
import { Misfits } from '../description/misfit';
import type { Visit } from '../description/walk';
import type { Rule, Rules } from '../rule';
import { pointerTo } from '../source/pointer';
import { quote } from '../source/reading';
import type { Check, Report } from './check';

const rules = {
  default: {
    id: 'default-mismatch',
    severity: 'error',
    summary: 'A default does not fit its schema.',
    hint: 'Correct the default, or the schema.',
  },
  example: {
    id: 'example-mismatch',
    severity: 'warning',
    summary: 'An example does not fit its schema.',
    hint: 'Correct the example, or the schema.',
  },
  enum: {
    id: 'enum-mismatch',
    severity: 'warning',
    summary: 'A value of an enum does not fit the type beside it.',
    hint: 'Correct the value or the type. In YAML, quote what is meant as a text.',
  },
  enumDuplicate: {
    id: 'enum-duplicate',
    severity: 'warning',
    summary: 'An enum has a value twice.',
    hint: 'Remove one of them.',
  },
} as const satisfies Rules;

export const values: Check = {
  rules,
  run(api, report) {
    const look = new Look(api, report);
    for (const schema of schemasOf(api)) look.atSchema(schema);
    for (const holder of api.all('parameter', 'header', 'mediaType')) look.atHolder(holder);
    for (const response of api.all('response')) look.atResponse(response);
  },
};

/** In 2.0 parameters, headers and items say themselves what schemas say elsewhere. */
function schemasOf(api: ApiDescription): Visit[] {
  const kinds =
    api.family === '2.0' ? (['schema', 'parameter', 'header', 'items'] as const) : (['schema'] as const);
  return api.all(...kinds).filter((visit) => !api.isReference(visit));
}

class Look {
  private readonly misfits: Misfits;

  constructor(
    private readonly api: ApiDescription,
    private readonly report: Report,
  ) {
    this.misfits = new Misfits(api);
  }

  atSchema(schema: Visit): void {
    const { value } = schema;
    this.compare(rules.default, value.default, schema, schema, 'default');
    this.compare(rules.example, value.example, schema, schema, 'example');
    if (schema.kind === 'schema')
      for (const [index, example] of asList(value.examples).entries())
        this.compare(rules.example, example, schema, schema, 'examples', index);
    this.atEnum(schema);
  }

  /** A parameter, a header or a media type with examples for its schema. */
  atHolder(holder: Visit): void {
    const schema = this.api.part(holder, 'schema');
    if (schema === null || this.isSerialized(holder)) return;
    this.compare(rules.example, holder.value.example, schema, holder, 'example');
    for (const [name, entry] of Object.entries(asObject(holder.value.examples))) {
      const example = asObject(entry);
      this.compare(rules.example, example.value, schema, holder, 'examples', name, 'value');
      this.compare(rules.example, example.dataValue, schema, holder, 'examples', name, 'dataValue');
    }
  }

  /** In 2.0 a response has an example for each media type. */
  atResponse(response: Visit): void {
    const schema = this.api.family === '2.0' ? this.api.part(response, 'schema') : null;
    if (schema === null) return;
    for (const [type, example] of Object.entries(asObject(response.value.examples)))
      if (isJson(type)) this.compare(rules.example, example, schema, response, 'examples', type);
  }

  private atEnum(schema: Visit): void {
    const { enum: allowed, ...rest } = schema.value;
    if (!Array.isArray(allowed)) return;
    const plain: Visit = { ...schema, value: rest };
    const seen = new Set<string>();
    for (const [index, value] of allowed.entries()) {
      this.compare(rules.enum, value, plain, schema, 'enum', index);
      const text = JSON.stringify(value);
      if (seen.has(text))
        this.report(
          rules.enumDuplicate,
          pointerTo(schema.pointer, 'enum', index),
          `${quote(value)} is twice in it.`,
        );
      seen.add(text);
    }
  }

  /** An example of another format than JSON is a text of that format. */
  private isSerialized({ kind, name }: Visit): boolean {
    return kind === 'mediaType' && !isJson(name);
  }

  private compare(
    rule: Rule,
    value: unknown,
    schema: Visit,
    holder: Visit,
    ...path: readonly (string | number)[]
  ): void {
    if (value === undefined) return;
    const misfit = this.misfits.find(value, schema);
    if (misfit === null) return;
    this.report(rule, pointerTo(holder.pointer, ...path) + misfit.pointer, `${misfit.reason}.`);
  }
}

function isJson(mediaType: string): boolean {
  return /^application\/(?:[^;]*\+)?json\s*(?:;|$)/i.test(mediaType);
}
