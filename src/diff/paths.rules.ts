import { Fields } from './document/fields';
import type { Place } from './document/place';
import type { SourceDocument } from './document/source-document';
import { isExtension, isNote } from './notes';
import { addOperation, compareOperations, removeOperation } from './operations.rules';
import { readPathItem, shapeOf, type PathItem } from './path-item';
import { defineRules } from './rule';
import type { Scope } from './scope';
import { compareUnknown, UNKNOWN_RULES } from './unknown.rules';

export const PATH_RULES = defineRules({
  'path-without-operations-added': [
    'info',
    'A path without operations was added',
    'There is nothing to call',
  ],
  'path-without-operations-removed': [
    'info',
    'A path without operations was removed',
    'There was nothing to call',
  ],
});

export function comparePaths(scope: Scope, base: Place, revision: Place): void {
  const { documents } = scope.setting;
  const [before, after] = [new Fields(base), new Fields(revision)];
  const left = readPaths(documents.base, before);
  const right = readPaths(documents.revision, after);
  const counterparts = matchPaths(left, right);
  for (const path of left) {
    const other = counterparts.get(path);
    if (other === undefined) removePath(scope, path);
    else comparePathItems(scope, path, other);
  }
  const matched = new Set(counterparts.values());
  for (const path of right) if (!matched.has(path)) addPath(scope, path);
  scope.compareRest(before, after);
}

function readPaths(document: SourceDocument, paths: Fields): PathItem[] {
  const items = paths.place.children().flatMap(({ key }) => (isExtension(key) ? [] : [paths.object(key)]));
  return items.flatMap((item) => (item === null ? [] : [readPathItem(document, item)]));
}

/** Paths of the same template, then those that differ in the names of their parameters alone. */
function matchPaths(base: readonly PathItem[], revision: readonly PathItem[]): Map<PathItem, PathItem> {
  const matched = new Map<PathItem, PathItem>();
  const free = new Set(revision);
  for (const keyOf of [(path: PathItem) => path.template, (path: PathItem) => shapeOf(path.template)]) {
    const byKey = new Map([...free].toReversed().map((path) => [keyOf(path), path]));
    for (const path of base) {
      const other = byKey.get(keyOf(path));
      if (other === undefined || matched.has(path) || !free.has(other)) continue;
      matched.set(path, other);
      free.delete(other);
    }
  }
  return matched;
}

function comparePathItems(scope: Scope, base: PathItem, revision: PathItem): void {
  for (const [method, operation] of base.operations) {
    const other = revision.operations.get(method);
    if (other === undefined)
      removeOperation(scope.of(`${method} ${base.template}`), operation, isGone(base, revision));
    else compareOperations(scope.of(`${method} ${revision.template}`), [base, operation], [revision, other]);
  }
  for (const [method, operation] of revision.operations) {
    if (!base.operations.has(method)) addOperation(scope.of(`${method} ${revision.template}`), operation);
  }
  scope.compareRest(base.fields, revision.fields);
  compareUnknown(scope.setting.documents, base.beside, revision.beside, scope.report);
}

/** Whether nothing is left of what was there. */
function isGone(base: PathItem, revision: PathItem): boolean {
  return base.operations.size > 0 && revision.operations.size === 0;
}

function removePath(scope: Scope, path: PathItem): void {
  if (path.operations.size === 0) scope.removed(PATH_RULES['path-without-operations-removed'], path.place);
  for (const [method, operation] of path.operations)
    removeOperation(scope.of(`${method} ${path.template}`), operation, true);
  for (const place of path.fields.rest())
    if (!isNote(place.key)) scope.removed(UNKNOWN_RULES['unknown-keyword-changed'], place);
}

function addPath(scope: Scope, path: PathItem): void {
  if (path.operations.size === 0) scope.added(PATH_RULES['path-without-operations-added'], path.place);
  for (const [method, operation] of path.operations)
    addOperation(scope.of(`${method} ${path.template}`), operation);
  for (const place of path.fields.rest())
    if (!isNote(place.key)) scope.added(UNKNOWN_RULES['unknown-keyword-changed'], place);
}
