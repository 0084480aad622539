import type { VNode } from 'preact';
import type { VersionView } from '../page-view';
import { apiAddress, diffAddress, documentAddress, versionAddress } from './addresses';
import { Badge, Breadcrumb, EndNotice } from './parts';

/** What all pages of a version begin with. */
export function VersionHead({
  api,
  version,
  here,
}: VersionView & { readonly here: 'document' | 'findings' }): VNode {
  const { slug, name } = api;
  const number = version.version;
  const address = versionAddress(slug, number);
  const format = version.mediaType === 'application/json' ? 'json' : 'yaml';
  return (
    <>
      <Breadcrumb steps={[{ name, href: apiAddress(slug) }]} />
      <div class="title">
        <h1>
          {name} <span class="number">{number}</span>
        </h1>
        <Badge kind={version.status} />
        <a
          class="button quiet aside"
          href={documentAddress(slug, number)}
          download={`${slug}-${number}.${format}`}
        >
          Download {format.toUpperCase()}
        </a>
      </div>
      <EndNotice
        of={version}
        what="This version"
        isRetired={version.status === 'retired'}
        successor={
          version.successor === null
            ? null
            : { name: `version ${version.successor}`, href: versionAddress(slug, version.successor) }
        }
      />
      {version.status === 'published' && (
        <EndNotice
          of={api}
          what="This API"
          isRetired={api.lifecycle === 'retired'}
          successor={api.successor === null ? null : { name: api.successor, href: apiAddress(api.successor) }}
        />
      )}
      <nav class="tabs" aria-label={`Version ${number}`}>
        <a href={address} aria-current={here === 'document' ? 'page' : undefined}>
          Document
        </a>
        <a href={`${address}/findings`} aria-current={here === 'findings' ? 'page' : undefined}>
          Findings
        </a>
        <a href={diffAddress(slug, version.base, number)}>Changes</a>
      </nav>
    </>
  );
}
