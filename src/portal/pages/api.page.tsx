import type { VNode } from 'preact';
import type { ApiView } from '../../apis/apis.schemas';
import type { ApiVersionView } from '../../apis/versions.schemas';
import type { ApiPageContent } from '../page-view';
import { addressOf } from '../search-fields';
import { apiAddress, diffAddress, versionAddress } from './addresses';
import { Layout, type Surroundings } from './layout';
import { Badge, Breadcrumb, Day, EndNotice, Fact, Facts, Table, Tags } from './parts';
import { specificationName } from './specification-name';

export function ApiPage({
  api,
  versions,
  isContinued,
  surroundings,
}: ApiPageContent & { readonly surroundings: Surroundings }): VNode {
  const here = apiAddress(api.slug);
  return (
    <Layout title={`${api.name} · Ballast`} surroundings={surroundings}>
      <Breadcrumb steps={[]} />
      <div class="title">
        <h1>{api.name}</h1>
        <Badge kind={api.lifecycle} />
      </div>
      <p class="slug">
        <code>{api.slug}</code>
      </p>
      <EndNotice
        of={api}
        what="This API"
        isRetired={api.lifecycle === 'retired'}
        successor={api.successor === null ? null : { name: api.successor, href: apiAddress(api.successor) }}
      />
      {api.description !== '' && <p class="description">{api.description}</p>}
      <Tags tags={api.tags} />
      {api.latestVersion !== null && (
        <p class="actions">
          <a class="button" href={versionAddress(api.slug, api.latestVersion)}>
            Read version {api.latestVersion}
          </a>
          {versions.items.length > 1 && (
            <a class="button quiet" href={`${here}/diff`}>
              Compare versions
            </a>
          )}
        </p>
      )}
      <ApiFacts api={api} />
      <section aria-labelledby="versions">
        <h2 id="versions">{isContinued ? 'Older versions' : 'Versions'}</h2>
        {versions.items.length === 0 ? (
          <p class="muted">No version is published.</p>
        ) : (
          <Table
            caption={`Versions of ${api.name}`}
            columns={['Version', 'Status', 'Changes', 'Published', 'Specification', 'Operations']}
          >
            {versions.items.map((version) => (
              <VersionRow key={version.id} slug={api.slug} version={version} />
            ))}
          </Table>
        )}
        {(isContinued || versions.nextCursor !== null) && (
          <nav class="pages" aria-label="Pages of versions">
            {isContinued && <a href={here}>Latest versions</a>}
            {versions.nextCursor !== null && (
              <a rel="next" href={`${here}?cursor=${encodeURIComponent(versions.nextCursor)}`}>
                Older versions
              </a>
            )}
          </nav>
        )}
      </section>
    </Layout>
  );
}

function ApiFacts({ api }: { readonly api: ApiView }): VNode {
  return (
    <Facts>
      <Fact name="Owner">
        <a href={addressOf({ owner: api.owner })}>{api.owner}</a>
      </Fact>
      {api.specVersion !== null && <Fact name="Specification">{specificationName(api.specVersion)}</Fact>}
      {api.homepageUrl !== null && (
        <Fact name="Homepage">
          <a href={api.homepageUrl} rel="noopener nofollow ugc">
            {api.homepageUrl}
          </a>
        </Fact>
      )}
      <Fact name="Registered">
        <Day of={api.createdAt} />
      </Fact>
      <Fact name="Updated">
        <Day of={api.updatedAt} />
      </Fact>
    </Facts>
  );
}

function VersionRow({ slug, version }: { readonly slug: string; readonly version: ApiVersionView }): VNode {
  return (
    <tr>
      <th scope="row">
        <a href={versionAddress(slug, version.version)}>{version.version}</a>
      </th>
      <td>
        <Badge kind={version.status} />
        {version.successor !== null && (
          <>
            {' '}
            use <a href={versionAddress(slug, version.successor)}>{version.successor}</a>
          </>
        )}
        {version.sunsetAt !== null && (
          <>
            , until <Day of={version.sunsetAt} />
          </>
        )}
      </td>
      <td>
        {version.base === null ? (
          <span class="muted">first version</span>
        ) : (
          <a href={diffAddress(slug, version.base, version.version)}>
            {changesOf(version.breakingCount)}
            <span class="unseen">
              {' '}
              from {version.base} to {version.version}
            </span>
          </a>
        )}
      </td>
      <td>{version.publishedAt !== null && <Day of={version.publishedAt} />}</td>
      <td>{version.specVersion === null ? '' : specificationName(version.specVersion)}</td>
      <td class="number">{version.operationCount}</td>
    </tr>
  );
}

function changesOf(breakingCount: number | null): string {
  if (breakingCount === null) return 'changes';
  return breakingCount === 0 ? 'nothing breaking' : `${breakingCount} breaking`;
}
