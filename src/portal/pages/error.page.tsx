import type { VNode } from 'preact';
import type { ErrorView } from '../page-view';
import { Layout, type Surroundings } from './layout';

/** What is wrong in words, by the status; others have the title of their status. */
const HEADINGS: Readonly<Record<number, string>> = {
  400: 'This address cannot be read',
  401: 'This is not open to everybody',
  404: 'There is nothing here',
  429: 'Too many requests',
  500: 'Something went wrong',
  503: 'This cannot be answered at the moment',
};

export function ErrorPage({
  problem: { status, title, detail, code, requestId },
  retryAfterSeconds,
  surroundings,
}: ErrorView & { readonly surroundings: Surroundings }): VNode {
  const isPassing = status === 429 || status === 503;
  const heading = HEADINGS[status] ?? title;
  return (
    <Layout title={`${heading} · Ballast`} surroundings={{ ...surroundings, isIncomplete: false }}>
      <div class="error">
        <p class="status" aria-hidden="true">
          {status}
        </p>
        <h1>{heading}</h1>
        <p>{detail}</p>
        {retryAfterSeconds !== null && (
          <p>
            Wait {retryAfterSeconds} {retryAfterSeconds === 1 ? 'second' : 'seconds'} before you try it again.
          </p>
        )}
        <p class="actions">
          {isPassing && (
            <a class="button" href="">
              Try again
            </a>
          )}
          <a class={isPassing ? 'button quiet' : 'button'} href="/">
            All APIs
          </a>
          {status === 503 && (
            <a class="button quiet" href="/status">
              How the service is doing
            </a>
          )}
        </p>
        <p class="muted">
          <code>{code}</code>
          {requestId !== undefined && (
            <>
              {' '}
              · request <code>{requestId}</code>
            </>
          )}
        </p>
      </div>
    </Layout>
  );
}
