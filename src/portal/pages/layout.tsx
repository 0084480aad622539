import type { ComponentChildren, VNode } from 'preact';
import type { AssetName } from '../assets.service';

/** What every page stands in. */
export interface Surroundings {
  /** Where what the pages load is. */
  readonly assets: Readonly<Record<AssetName, string>>;
  /** Whether memory stands in for a database that has more. */
  readonly isIncomplete: boolean;
}

interface LayoutProps {
  readonly title: string;
  readonly surroundings: Surroundings;
  /** Which entry of the site's navigation the page is. */
  readonly here?: 'home' | 'status';
  /** What else the head holds. */
  readonly head?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A page: what is the same on all of them, around what is its own. */
export function Layout({ title, surroundings, here, head, children }: LayoutProps): VNode {
  const { assets, isIncomplete } = surroundings;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <link rel="icon" href={assets['icon.svg']} type="image/svg+xml" />
        {head}
        <link rel="stylesheet" href={assets['portal.css']} />
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to the content
        </a>
        <header class="top">
          <div class="bounds">
            <a class="wordmark" href="/">
              <Mark />
              Ballast
            </a>
            <nav aria-label="Site">
              <a href="/" aria-current={here === 'home' ? 'page' : undefined}>
                APIs
              </a>
              <a href="/docs">Documentation</a>
              <a href="/status" aria-current={here === 'status' ? 'page' : undefined}>
                Status
              </a>
            </nav>
          </div>
        </header>
        {isIncomplete && (
          <div class="banner" role="status">
            <p class="bounds">
              The database cannot be reached at the moment. What you see may be less than there is.
            </p>
          </div>
        )}
        <main id="content" class="bounds" tabIndex={-1}>
          {children}
        </main>
        <footer class="bottom">
          <div class="bounds">
            <p>What is shown here is also there for programs:</p>
            <ul>
              <li>
                <a href="/v1/apis">API</a>
              </li>
              <li>
                <a href="/.well-known/api-catalog">Catalog</a>
              </li>
              <li>
                <a href="/openapi.json">OpenAPI</a>
              </li>
              <li>
                <a href="/health">Health</a>
              </li>
            </ul>
          </div>
        </footer>
      </body>
    </html>
  );
}

function Mark(): VNode {
  return (
    <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      <path d="M3 11h18a9 9 0 0 1-18 0Z" fill="currentColor" />
      <path
        d="M12 2v7M12 3l6 5h-6"
        fill="none"
        stroke="currentColor"
        stroke-width="1.8"
        stroke-linejoin="round"
      />
    </svg>
  );
}
