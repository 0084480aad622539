import type { VNode } from 'preact';
import type { ApiPageView } from '../../apis/apis.schemas';
import { addressOf, type SearchFields } from '../search-fields';
import { specificationName } from './specification-name';

/** More values than these are shown when they are asked for. */
const MOST_AT_ONCE = 12;

type Facets = NonNullable<ApiPageView['facets']>;

interface Value {
  readonly text: string;
  readonly count: number;
  readonly isChosen: boolean;
  /** With it chosen, or given up if it is. */
  readonly href: string;
}

/** What the result can be narrowed by. Each is a link: nothing has to run for it. */
export function Filters({
  fields,
  facets,
}: {
  readonly fields: SearchFields;
  readonly facets: Facets;
}): VNode {
  const { tag = [], lifecycle = [], specVersion = [] } = facets;
  const all = { ...fields, cursor: '' };
  const isNarrowed = addressOf({ ...all, q: '' }) !== '/';
  return (
    <aside class="filters" aria-labelledby="filters">
      <div class="title">
        <h2 id="filters">Filters</h2>
        {isNarrowed && <a href={addressOf({ q: fields.q })}>Clear all</a>}
      </div>
      <Filter
        name="Lifecycle"
        values={lifecycle.map(({ value, count }) => {
          const isChosen = fields.lifecycle === value;
          return {
            text: value,
            count,
            isChosen,
            href: addressOf({ ...all, lifecycle: isChosen ? '' : value }),
          };
        })}
      />
      <Filter
        name="Specification"
        values={specVersion.map(({ value, count }) => {
          const isChosen = fields.specVersion === value;
          const href = addressOf({ ...all, specVersion: isChosen ? '' : value });
          return { text: specificationName(value), count, isChosen, href };
        })}
      />
      <Filter
        name="Tags"
        values={tag.map(({ value, count }) => {
          const isChosen = fields.tag.includes(value);
          const others = fields.tag.filter((one) => one !== value);
          const href = addressOf({ ...all, tag: isChosen ? others : [...others, value] });
          return { text: value, count, isChosen, href };
        })}
      />
      <OwnerForm fields={all} />
    </aside>
  );
}

function Filter({
  name,
  values,
}: {
  readonly name: string;
  readonly values: readonly Value[];
}): VNode | null {
  if (values.length === 0) return null;
  const id = `filter-${name.toLowerCase()}`;
  const others = values.slice(MOST_AT_ONCE);
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{name}</h3>
      <Values values={values.slice(0, MOST_AT_ONCE)} />
      {others.length > 0 && (
        <details>
          <summary>{others.length} more</summary>
          <Values values={others} />
        </details>
      )}
    </section>
  );
}

function Values({ values }: { readonly values: readonly Value[] }): VNode {
  return (
    <ul>
      {values.map(({ text, count, isChosen, href }) => (
        <li key={text}>
          <a href={href} aria-current={isChosen ? 'true' : undefined}>
            <span>{text}</span>
            {isChosen && <span class="unseen">, chosen: give it up</span>}
            <span class="amount">
              {count}
              <span class="unseen"> {count === 1 ? 'API' : 'APIs'}</span>
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function OwnerForm({ fields }: { readonly fields: SearchFields }): VNode {
  return (
    <section aria-labelledby="filter-owner">
      <h3 id="filter-owner">Owner</h3>
      <form action="/" method="get">
        <label for="owner" class="unseen">
          Handle of the owner
        </label>
        <div class="row">
          <input id="owner" name="owner" value={fields.owner} placeholder="handle" autocomplete="off" />
          <button type="submit" class="quiet">
            Apply
          </button>
        </div>
        {(['q', 'lifecycle', 'specVersion'] as const).map(
          (name) =>
            fields[name] !== '' && <input key={name} type="hidden" name={name} value={fields[name]} />,
        )}
        {fields.tag.map((tag) => (
          <input key={tag} type="hidden" name="tag" value={tag} />
        ))}
      </form>
    </section>
  );
}
