import type { VNode } from 'preact';
import type { DetailsView } from '../../status-view';
import { duration } from './in-words';
import { Ago, Part, StatusName } from './status-parts';

/** So many are remembered: of more, those between the start and the oldest are not known. */
const MOST_TRANSITIONS = 100;

/** Each state that there was, the latest first: since when, for how long, why. */
export function Timeline({ at, startedAt, transitions }: DetailsView): VNode {
  const oldest = transitions.at(-1);
  return (
    <Part id="timeline" title="States">
      <Strip at={at} startedAt={startedAt} transitions={transitions} />
      <ol class="timeline">
        {transitions.map((transition, i) => (
          <li key={transition.at}>
            <StatusName of={transition.to} />
            <span class="lasted">
              {i === 0
                ? `for ${lasted(transition.at, at)} now`
                : `for ${lasted(transition.at, transitions[i - 1]?.at)}`}
            </span>
            <span class="began">
              <Ago of={transition.at} at={at} />
            </span>
            <p>{transition.message}</p>
          </li>
        ))}
        <li>
          <span class="named">Start</span>
          <span class="lasted">
            {oldest && transitions.length < MOST_TRANSITIONS && `for ${lasted(startedAt, oldest.at)}`}
          </span>
          <span class="began">
            <Ago of={startedAt} at={at} />
          </span>
          <p>The process was started.</p>
        </li>
      </ol>
    </Part>
  );
}

function lasted(from: string | number, until: string | number | undefined): string {
  const milliseconds = new Date(until ?? from).getTime() - new Date(from).getTime();
  return milliseconds < 1_000 ? `${milliseconds} ms` : duration(milliseconds);
}

const HOUR_MS = 3_600_000;

/** The last hour as a strip: a state is as wide as it was long. */
function Strip({ at, startedAt, transitions }: Pick<DetailsView, 'at' | 'startedAt' | 'transitions'>): VNode {
  const from = Math.max(startedAt, at - HOUR_MS);
  const spanMs = Math.max(1, at - from);
  const xOf = (time: number): number => Math.round(((Math.max(time, from) - from) / spanMs) * 10_000) / 10;
  const periods = transitions.map(({ to, at: began }, i) => {
    const left = xOf(new Date(began).getTime());
    const right = xOf(new Date(transitions[i - 1]?.at ?? at).getTime());
    return { to, began, left, width: right - left };
  });
  const seen = periods.filter(({ width }) => width > 0);
  return (
    <figure class="strip">
      <svg
        viewBox="0 0 1000 20"
        preserveAspectRatio="none"
        role="img"
        aria-label={`States of the last ${duration(spanMs)}; the list says the same`}
      >
        {seen.map(({ to, began, left, width }) => (
          <rect
            key={began}
            x={left}
            y={20 - heightOf(to)}
            width={Math.max(2, width)}
            height={heightOf(to)}
            class={to}
          />
        ))}
      </svg>
      <div class="axis" aria-hidden="true">
        <span>{duration(spanMs)} ago</span>
        <span>now</span>
      </div>
    </figure>
  );
}

/** The worse, the higher: the colour is not all that tells. */
function heightOf(status: string): number {
  return status === 'unhealthy' ? 20 : status === 'degraded' ? 13 : 6;
}
