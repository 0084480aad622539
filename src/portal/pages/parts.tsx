import type { ComponentChildren, VNode } from 'preact';
import type { ApiVersionView } from '../../apis/versions.schemas';
import type { ApiView } from '../../apis/apis.schemas';

const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

/** A time as its day. */
export function Day({ of: time }: { readonly of: string }): VNode {
  return <time dateTime={time}>{DATE.format(new Date(time))}</time>;
}

/** How far something has come: `published`, `deprecated`, `breaking`. The word says it, the colour helps. */
export function Badge({ kind }: { readonly kind: string }): VNode {
  return <span class={`badge ${kind}`}>{kind}</span>;
}

export interface Step {
  readonly name: string;
  readonly href: string;
}

/** Where a page is: the way to it, without the page. */
export function Breadcrumb({ steps }: { readonly steps: readonly Step[] }): VNode {
  return (
    <nav class="breadcrumb" aria-label="Breadcrumb">
      <ol>
        <li>
          <a href="/">APIs</a>
        </li>
        {steps.map(({ name, href }) => (
          <li key={href}>
            <a href={href}>{name}</a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** Names with what they say. */
export function Facts({ children }: { readonly children: ComponentChildren }): VNode {
  return <dl class="facts">{children}</dl>;
}

export function Fact({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

export function Tags({ tags }: { readonly tags: readonly string[] }): VNode | null {
  if (tags.length === 0) return null;
  return (
    <ul class="tags" aria-label="Tags">
      {tags.map((tag) => (
        <li key={tag}>
          <a href={`/?tag=${encodeURIComponent(tag)}`}>{tag}</a>
        </li>
      ))}
    </ul>
  );
}

/** A table, which scrolls by itself where it is wider than the page. */
export function Table({
  caption,
  columns,
  children,
}: {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly children: ComponentChildren;
}): VNode {
  return (
    <div class="table" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** What is said of the end of an API or a version; nothing where it is in force. */
export function EndNotice({
  of: { deprecatedAt, sunsetAt },
  what,
  isRetired,
  successor,
}: {
  readonly of: Pick<ApiView | ApiVersionView, 'deprecatedAt' | 'sunsetAt'>;
  readonly what: string;
  readonly isRetired: boolean;
  readonly successor: Step | null;
}): VNode | null {
  if (deprecatedAt === null && !isRetired) return null;
  return (
    <div class="notice" role="note">
      <p>
        <strong>
          {what} is {isRetired ? 'retired' : 'deprecated'}
        </strong>
        {deprecatedAt !== null && (
          <>
            {' '}
            {isRetired ? '(deprecated ' : ''}since <Day of={deprecatedAt} />
            {isRetired ? ')' : ''}
          </>
        )}
        .
        {sunsetAt !== null && (
          <>
            {' '}
            It is there until <Day of={sunsetAt} />.
          </>
        )}
        {successor !== null && (
          <>
            {' '}
            Use <a href={successor.href}>{successor.name}</a> instead.
          </>
        )}
      </p>
    </div>
  );
}
