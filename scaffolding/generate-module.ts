import * as fs from 'node:fs';
import * as path from 'node:path';
import { type ModuleNames, moduleNames } from './module-names';
import { type Changes, nextTimestamp, read, registerMigration, sourceFiles, write } from './project';
import { Refusal, runScaffolding } from './refusal';
import { elementsOf, withElement, withImport } from './source-edits';

const USAGE = 'Usage: npm run generate:module -- MANY [ONE]     as in: books, reading-lists, people person';

const APP_MODULE = 'src/app.module.ts';
const PROBLEM_TABLE = 'src/http/problem-table.ts';
const SCOPES = 'src/auth/scopes.ts';

/** As many characters of scopes fit into a token. */
const MOST_OF_SCOPES = 2000;

const TEMPLATES = path.join(__dirname, 'templates');

runScaffolding(() => {
  const [plural, singular, ...rest] = process.argv.slice(2);
  if (plural === undefined || rest.length > 0) throw new Refusal(USAGE);
  const names = moduleNames(plural, singular);
  refuseWhatIsTaken(names);
  const changes = newFiles(names);
  register(names, changes);
  write(changes);
  process.stdout.write(
    [
      `\nNext: npx jest test/${plural}, then make of ${names.Item} what it is to be: the entity, its migration and its schemas.`,
      `Callers need the scopes ${plural}:read and ${plural}:write: sessions have them from their next sign-in on.\n`,
    ].join('\n'),
  );
});

/** @throws Refusal when something is called so already, whatever it is */
function refuseWhatIsTaken(names: ModuleNames): void {
  const { Item, item_code: code, items_table: table, 'items-path': plural } = names;
  for (const folder of ['src', 'test'])
    if (fs.existsSync(path.join(folder, plural)))
      throw new Refusal(`There is ${folder}/${plural} already: choose another name.`);
  const signs: readonly (readonly [sign: string, what: string])[] = [
    [`@Entity('${table}'`, `a table ${table}`],
    [`@Controller('v1/${plural}'`, `a path /v1/${plural}`],
    [`@Controller('v1/${plural}/`, `a path /v1/${plural}`],
    [`.meta({ id: '${Item}'`, `a schema ${Item}`],
    [`.meta({ id: '${Item}Page'`, `a schema ${Item}Page`],
    [`  ${code}_not_found:`, `a code ${code}_not_found`],
    [`  ${code}_name_taken:`, `a code ${code}_name_taken`],
    [`'${plural}:`, `a scope ${plural}:`],
  ];
  for (const file of sourceFiles()) {
    const text = read(file);
    const taken =
      signs.find(([sign]) => text.includes(sign))?.[1] ??
      (file.endsWith('.entity.ts') && text.includes(`export class ${Item} `) && `an entity ${Item}`);
    if (taken) throw new Refusal(`There is ${taken} in ${file} already: choose another name.`);
  }
}

function newFiles(names: ModuleNames): Changes {
  const { 'item-file': one, 'items-path': many } = names;
  const timestamp = nextTimestamp();
  const changes: Changes = new Map();
  const add = (template: string, file: string): void => {
    const text = fs.readFileSync(path.join(TEMPLATES, `${template}.ts.template`), 'utf8');
    refuseClash(text, names);
    changes.set(file, rendered(text, { ...names, timestamp }));
  };
  add('entity', `src/${many}/${one}.entity.ts`);
  for (const role of ['errors', 'schemas', 'service', 'controller', 'module'])
    add(role, `src/${many}/${many}.${role}.ts`);
  add('migration', `src/migrations/${timestamp}-${many}.ts`);
  add('contract.spec', `test/${many}/${many}.contract.spec.ts`);
  add('spec', `test/${many}/${many}.spec.ts`);
  registerMigration(changes, `${names.Items}${timestamp}`, `${timestamp}-${many}`);
  return changes;
}

/** @throws Refusal when a class of the name would hide what the module's own code needs */
function refuseClash(template: string, { Item, 'items-path': many }: ModuleNames): void {
  const usesClass = /(?<![A-Za-z])\{\{Item\}\}(?![A-Za-z])/.test(template);
  const code = template.replaceAll(/\/\*\*.*?\*\/|\{\{.*?\}\}\w*/gs, '');
  if (usesClass && new RegExp(`(?<!['.\\w])${Item}(?!['\\w])`).test(code))
    throw new Refusal(
      `The code of a module needs the name ${Item} for something else: ${many} cannot be its name.`,
    );
}

function rendered(template: string, names: ModuleNames & { readonly timestamp: string }): string {
  const values = names as unknown as Readonly<Record<string, string>>;
  return template.replaceAll(/\{\{(.+?)\}\}/g, (_, key: string) => {
    const value = values[key];
    if (value === undefined) throw new Error(`a template asks for ${key}`);
    return value;
  });
}

function register(names: ModuleNames, changes: Changes): void {
  const { Items, item_code: code, 'items-path': many } = names;
  const imported = withImport(read(APP_MODULE), `${Items}Module`, `./${many}/${many}.module`);
  changes.set(APP_MODULE, withElement(imported, 'imports', `${Items}Module`));

  const withNotFound = addCode(read(PROBLEM_TABLE), `${code}_not_found`, 404);
  changes.set(PROBLEM_TABLE, addCode(withNotFound, `${code}_name_taken`, 409));

  let scopes = read(SCOPES);
  for (const scope of [`${many}:read`, `${many}:write`]) scopes = withElement(scopes, 'SCOPES', `'${scope}'`);
  if (
    elementsOf(scopes, 'SCOPES')
      .map((scope) => scope.slice(1, -1))
      .join(' ').length > MOST_OF_SCOPES
  )
    throw new Refusal(
      `A token that has all scopes would not fit into its column (tokens.scopes, ${MOST_OF_SCOPES} characters): widen it first.`,
    );
  changes.set(SCOPES, scopes);
}

/** Behind the last code that has the same status. */
function addCode(table: string, code: string, status: number): string {
  return withElement(table, 'STATUS_BY_CODE', `${code}: ${status}`, (existing) =>
    existing.endsWith(`: ${status}`),
  );
}
