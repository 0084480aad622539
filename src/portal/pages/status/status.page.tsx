import type { VNode } from 'preact';
import type { StateView } from '../../status-view';
import { Layout, type Surroundings } from '../layout';
import { Access } from './access';
import { moment } from './in-words';
import { State } from './state';
import { STATUS_NAMES } from './status-parts';

export function StatusPage({
  surroundings,
  ...view
}: StateView & { readonly surroundings: Surroundings }): VNode {
  const { assets } = surroundings;
  return (
    <Layout
      title={`${STATUS_NAMES[view.status]} · Status · Ballast`}
      // The page says more of it itself.
      surroundings={{ ...surroundings, isIncomplete: false }}
      here="status"
      head={
        <>
          <noscript>
            <meta http-equiv="refresh" content="10" />
          </noscript>
          <link rel="stylesheet" href={assets['status.css']} />
          <script src={assets['status.js']} defer />
        </>
      }
    >
      <p id="freshness" class="freshness">
        As of <time dateTime={view.at}>{moment(view.at)}</time>
      </p>
      <div id="stale" class="notice" role="alert" />
      <p id="announcement" class="unseen" role="status" />
      <State {...view} />
      <Access />
      <p id="as-of" class="notice" hidden />
      <div id="news" />
      <div id="figures" />
      <div id="details" />
    </Layout>
  );
}
