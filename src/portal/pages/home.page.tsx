import type { VNode } from 'preact';
import type { ApiPageView, ApiView } from '../../apis/apis.schemas';
import type { HomeView } from '../page-view';
import { addressOf, type SearchFields } from '../search-fields';
import { apiAddress } from './addresses';
import { Filters } from './filters';
import { Layout, type Surroundings } from './layout';
import { Badge, Tags } from './parts';
import { specificationName } from './specification-name';

const NUMBER = new Intl.NumberFormat('en');

export function HomePage({
  fields,
  problems,
  result,
  surroundings,
}: HomeView & { readonly surroundings: Surroundings }): VNode {
  const isSearch = Object.values(fields).some((value) => value.length > 0);
  return (
    <Layout
      title={isSearch ? 'Search · Ballast' : 'Ballast · API registry'}
      surroundings={surroundings}
      here="home"
    >
      <div class="hero">
        <h1>Find an API</h1>
        <p>Read what it does, see what has changed, and know how long it stays.</p>
        <SearchForm fields={fields} problems={problems} />
      </div>
      {result && (
        <div class="columns">
          <section aria-labelledby="found">
            <Heading fields={fields} result={result} />
            <ul class="cards">
              {result.items.map((api) => (
                <ApiCard key={api.id} api={api} />
              ))}
            </ul>
            <Pages fields={fields} nextCursor={result.nextCursor} />
          </section>
          <Filters fields={fields} facets={result.facets ?? {}} />
        </div>
      )}
    </Layout>
  );
}

function SearchForm({ fields, problems }: Pick<HomeView, 'fields' | 'problems'>): VNode {
  const messages = Object.entries(problems);
  const isWrong = messages.length > 0;
  return (
    <form class="search" role="search" action="/" method="get">
      <label for="q">Name or part of it</label>
      <div class="row">
        <input
          id="q"
          name="q"
          type="search"
          value={fields.q}
          maxLength={100}
          autocomplete="off"
          aria-invalid={problems['q'] === undefined ? undefined : 'true'}
          aria-describedby={isWrong ? 'problems' : undefined}
        />
        <button type="submit">Search</button>
      </div>
      {fields.tag.map((tag) => (
        <input key={tag} type="hidden" name="tag" value={tag} />
      ))}
      {(['owner', 'lifecycle', 'specVersion'] as const).map(
        (name) => fields[name] !== '' && <input key={name} type="hidden" name={name} value={fields[name]} />,
      )}
      {isWrong && (
        <div id="problems" class="problems" role="alert">
          {messages.map(([field, message]) => (
            <p key={field}>
              {FIELD_NAMES[field] ?? 'The search'} {message}.
            </p>
          ))}
          <p>
            <a href="/">Start again with all APIs</a>
          </p>
        </div>
      )}
    </form>
  );
}

const FIELD_NAMES: Readonly<Record<string, string>> = {
  q: 'The name',
  tag: 'The tag',
  owner: 'The owner',
  lifecycle: 'The lifecycle',
  specVersion: 'The specification',
};

function Heading({ fields, result }: { readonly fields: SearchFields; readonly result: ApiPageView }): VNode {
  const { total = result.items.length } = result;
  return (
    <>
      <div class="found">
        <h2 id="found">
          {total === 0 ? 'No API found' : `${NUMBER.format(total)} ${total === 1 ? 'API' : 'APIs'}`}
          {fields.q !== '' && <> with “{fields.q}”</>}
        </h2>
        <a href="#filters">Filters</a>
      </div>
      {total === 0 && (
        <p class="muted">
          Nothing that is public and published is like this. <a href="/">See all APIs</a>
        </p>
      )}
    </>
  );
}

function ApiCard({ api }: { readonly api: ApiView }): VNode {
  return (
    <li class="card">
      <div class="title">
        <h3>
          <a href={apiAddress(api.slug)}>{api.name}</a>
        </h3>
        {api.lifecycle !== 'active' && <Badge kind={api.lifecycle} />}
      </div>
      {api.description !== '' && <p class="excerpt">{api.description}</p>}
      <ul class="meta">
        {api.latestVersion !== null && (
          <li>
            <span class="unseen">Version </span>
            {api.latestVersion}
          </li>
        )}
        {api.specVersion !== null && <li>{specificationName(api.specVersion)}</li>}
        <li>
          by <a href={addressOf({ owner: api.owner })}>{api.owner}</a>
        </li>
      </ul>
      <Tags tags={api.tags} />
    </li>
  );
}

function Pages({
  fields,
  nextCursor,
}: {
  readonly fields: SearchFields;
  readonly nextCursor: string | null;
}): VNode | null {
  if (fields.cursor === '' && nextCursor === null) return null;
  return (
    <nav class="pages" aria-label="Pages">
      {fields.cursor !== '' && <a href={addressOf({ ...fields, cursor: '' })}>First page</a>}
      {nextCursor !== null && (
        <a rel="next" href={addressOf({ ...fields, cursor: nextCursor })}>
          Next page
        </a>
      )}
    </nav>
  );
}
