import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { parseEnv } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';

/** npm and Jest run everything in the folder of the project. */
export const KUBERNETES = path.resolve('deploy', 'kubernetes');

export interface Manifest {
  kind: string;
  metadata: { name: string; namespace?: string };
  [field: string]: unknown;
}

const named = { kind: z.string(), name: z.string() };

/** The part of kustomize that is in use here; whatever else a file asks for is refused. */
const kustomization = z.strictObject({
  apiVersion: z.literal('kustomize.config.k8s.io/v1beta1'),
  kind: z.literal('Kustomization'),
  namespace: z.string().optional(),
  resources: z.array(z.string()),
  images: z.array(z.strictObject({ name: z.string(), newName: z.string(), newTag: z.string() })).default([]),
  configMapGenerator: z
    .array(
      z.strictObject({
        name: z.string(),
        behavior: z.literal('merge').optional(),
        envs: z.array(z.string()),
      }),
    )
    .default([]),
  patches: z
    .array(
      z.strictObject({
        target: z.strictObject(named).optional(),
        path: z.string().optional(),
        patch: z.string().optional(),
        options: z.strictObject({ allowKindChange: z.literal(true) }).optional(),
      }),
    )
    .default([]),
});

const operations = z.array(
  z.discriminatedUnion('op', [
    z.strictObject({ op: z.enum(['add', 'replace']), path: z.string(), value: z.unknown() }),
    z.strictObject({ op: z.literal('remove'), path: z.string() }),
  ]),
);

const deletion = z.object({
  $patch: z.literal('delete'),
  kind: z.string(),
  metadata: z.object({ name: z.string() }),
});

/** What `kubectl kustomize` makes of a folder, with the plain names of its ConfigMaps. */
export function render(folder: string, read: string[] = []): Manifest[] {
  const textOf = (name: string): string => {
    const file = path.join(folder, name);
    read.push(file);
    return readFileSync(file, 'utf8');
  };
  const wanted = kustomization.parse(parse(textOf('kustomization.yaml')));
  let manifests = wanted.resources.flatMap((resource) =>
    resource.endsWith('.yaml')
      ? [parse(textOf(resource)) as Manifest]
      : render(path.join(folder, resource), read),
  );
  for (const { name, behavior, envs } of wanted.configMapGenerator) {
    const data = Object.assign({}, ...envs.map((file) => parseEnv(textOf(file)))) as object;
    if (behavior === 'merge') Object.assign(theOnly(manifests, 'ConfigMap', name)['data'] as object, data);
    else manifests.push({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });
  }
  for (const { target, path: file, patch = textOf(file ?? '') } of wanted.patches) {
    const change: unknown = parse(patch);
    if (target) applyTo(theOnly(manifests, target.kind, target.name), operations.parse(change));
    else {
      const { kind, metadata } = deletion.parse(change);
      const gone = theOnly(manifests, kind, metadata.name);
      manifests = manifests.filter((manifest) => manifest !== gone);
    }
  }
  for (const { name, newName, newTag } of wanted.images)
    for (const container of manifests.flatMap(containersOf))
      if (container.image === name) container.image = `${newName}:${newTag}`;
  for (const { kind, metadata } of manifests)
    if (wanted.namespace !== undefined && kind !== 'Namespace') metadata.namespace = wanted.namespace;
  return manifests;
}

function theOnly(manifests: readonly Manifest[], kind: string, name: string): Manifest {
  const found = manifests.filter((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  if (found.length !== 1 || !found[0]) throw new Error(`there are ${found.length} of ${kind} ${name}`);
  return found[0];
}

function containersOf(manifest: Manifest): { image: string }[] {
  const spec = manifest['spec'] as { template?: { spec: { containers: { image: string }[] } } } | undefined;
  return spec?.template?.spec.containers ?? [];
}

/** RFC 6902, without tests, moves and copies. */
function applyTo(manifest: Manifest, changes: z.output<typeof operations>): void {
  for (const change of changes) {
    const keys = change.path.slice(1).split('/');
    const last = keys.pop() ?? '';
    const parent = keys.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], manifest);
    if (Array.isArray(parent) && change.op === 'add' && last === '-') parent.push(change.value);
    else if (typeof parent !== 'object' || parent === null || Array.isArray(parent))
      throw new Error(`there is nothing at ${change.path}`);
    else {
      if (change.op !== 'add' && !(last in parent)) throw new Error(`there is nothing at ${change.path}`);
      if (change.op === 'remove') Reflect.deleteProperty(parent, last);
      else Reflect.set(parent, last, change.value);
    }
  }
}
