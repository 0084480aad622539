import * as path from 'node:path';
import type { z } from 'zod';
import { KUBERNETES, render } from './kustomization';
import { type Kind, manifest, type ManifestOf } from './manifest-schemas';

/** What only the operator knows, for every folder of manifests. */
export const SECRETS: Readonly<Record<string, string>> = {
  OTP_PEPPERS: `a:${Buffer.alloc(32, 1).toString('base64')}`,
  SMTP_USER: 'ballast',
  SMTP_PASSWORD: 'test-password',
};

/** One folder of manifests as it reaches Kubernetes. */
export class Deployed {
  /** The files that it is made of. */
  readonly files: string[] = [];
  readonly manifests: readonly z.output<typeof manifest>[];

  constructor(private readonly folder: string) {
    this.manifests = render(path.join(KUBERNETES, folder), this.files).map((each) => manifest.parse(each));
  }

  all<K extends Kind>(kind: K): ManifestOf<K>[] {
    return this.manifests.filter((each): each is ManifestOf<K> => each.kind === kind);
  }

  /** The only one of its kind. */
  the<K extends Kind>(kind: K): ManifestOf<K> {
    const [found, ...others] = this.all(kind);
    if (!found || others.length > 0) throw new Error(`${this.folder} does not have one ${kind}`);
    return found;
  }

  get workload(): ManifestOf<'Deployment'> | ManifestOf<'StatefulSet'> {
    return this.all('StatefulSet')[0] ?? this.the('Deployment');
  }

  get pod(): ManifestOf<'Deployment'>['spec']['template'] {
    return this.workload.spec.template;
  }

  get container(): ManifestOf<'Deployment'>['spec']['template']['spec']['containers'][0] {
    return this.pod.spec.containers[0];
  }

  /** What the ConfigMap sets. */
  get settings(): Readonly<Record<string, string>> {
    return this.the('ConfigMap').data;
  }
}
