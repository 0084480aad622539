import * as ts from 'typescript';
import { Refusal } from './refusal';

/** Elements of the list, or properties of the object, that a source gives the name. @throws Refusal when it has none */
export function elementsOf(source: string, name: string): string[] {
  return literalNamed(source, name).map((element) => element.getText());
}

/**
 * Puts one more element into a list, or property into an object, behind the last one, or the last one of which `follows` holds.
 *
 * @throws Refusal when the source gives nothing that name
 */
export function withElement(
  source: string,
  name: string,
  element: string,
  follows: (existing: string) => boolean = () => true,
): string {
  const elements = literalNamed(source, name);
  const before = elements.findLast((existing) => follows(existing.getText())) ?? elements.at(-1);
  if (!before) throw new Refusal(`${name} is empty: put ${element} into it by hand.`);
  return `${source.slice(0, before.end)},\n${element}${source.slice(before.end)}`;
}

/** Imports a name, in the alphabetical order of the files. */
export function withImport(source: string, name: string, file: string): string {
  const imports = parse(source).statements.filter((statement) => ts.isImportDeclaration(statement));
  const line = `import { ${name} } from '${file}';\n`;
  const next = imports.find(({ moduleSpecifier }) => {
    const other = ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : '';
    return other.startsWith('./') && other > file;
  });
  const at = next?.getStart() ?? (imports.at(-1)?.end ?? -1) + 1;
  return source.slice(0, at) + line + source.slice(at);
}

function literalNamed(source: string, name: string): readonly ts.Node[] {
  const find = (node: ts.Node): readonly ts.Node[] | undefined => {
    if (
      (ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)) &&
      node.name.getText() === name &&
      node.initializer
    ) {
      const value = ts.isAsExpression(node.initializer) ? node.initializer.expression : node.initializer;
      if (ts.isArrayLiteralExpression(value)) return value.elements;
      if (ts.isObjectLiteralExpression(value)) return value.properties;
    }
    return ts.forEachChild(node, find);
  };
  const found = find(parse(source));
  if (!found) throw new Refusal(`There is no list ${name} any more where this command looks for it.`);
  return found;
}

function parse(source: string): ts.SourceFile {
  return ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true);
}
