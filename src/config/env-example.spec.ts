import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { environment, parseConfig } from './config.schema';

/** The variables of .env.example, each as if its # had been removed. */
function exampleVariables(): Record<string, string | undefined> {
  const file = readFileSync(resolve(__dirname, '../../.env.example'), 'utf8');
  return parseEnv(file.replace(/^#(?=[A-Z][A-Z0-9_]*=)/gm, ''));
}

describe('.env.example', () => {
  it('names every variable of the schema, and no other', () => {
    expect(Object.keys(exampleVariables()).toSorted()).toEqual(Object.keys(environment.shape).toSorted());
  });

  it('shows the defaults as they are', () => {
    expect(parseConfig(exampleVariables())).toEqual(parseConfig({}));
  });

  it('shows a value for every variable that has a default', () => {
    const defaults = environment.parse({});
    const shown = Object.entries(exampleVariables()).filter(([, value]) => value !== '');
    expect(shown.map(([key]) => key).toSorted()).toEqual(Object.keys(defaults).toSorted());
  });

  it('changes nothing as it is', () => {
    expect(parseEnv(readFileSync(resolve(__dirname, '../../.env.example'), 'utf8'))).toEqual({});
  });
});
