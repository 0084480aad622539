import type { VNode } from 'preact';
import type { StateView } from '../../status-view';
import { Fact, Facts } from '../parts';
import { HEADLINES, type Meaning, MEANINGS } from './meaning';
import { Ago, STATUS_NAMES, StatusMark } from './status-parts';

/** What everybody is told: the state, since when, why, and what that means. */
export function State({ status, message, since, at }: StateView): VNode {
  return (
    <div id="state" data-status={status} data-name={STATUS_NAMES[status]} data-at={at}>
      <div class={`hero-state ${status}`}>
        <h1>
          <StatusMark of={status} />
          <span>
            <span class="was">Last known: </span>
            {STATUS_NAMES[status]}
          </span>
        </h1>
        <p class="headline">{HEADLINES[status]}</p>
        <Facts>
          <Fact name="Since">
            <Ago of={since} at={at} />
          </Fact>
          <Fact name="Why">{message}</Fact>
        </Facts>
      </div>
      <section class="part" aria-labelledby="meaning">
        <h2 id="meaning">What clients get</h2>
        <ul class="meanings">
          {MEANINGS[status].map((meaning) => (
            <MeaningOf key={meaning.requests} {...meaning} />
          ))}
        </ul>
      </section>
    </div>
  );
}

const SIGNS: Readonly<Record<Meaning['answered'], string>> = { yes: '✓', 'in part': '~', no: '✕' };
const WORDS: Readonly<Record<Meaning['answered'], string>> = {
  yes: 'answered',
  'in part': 'answered in part',
  no: 'refused',
};

function MeaningOf({ requests, answered, how }: Meaning): VNode {
  return (
    <li>
      <div class="kind">
        <strong>{requests}</strong>
        <span class={`answer ${answered.replace(' ', '-')}`}>
          <span aria-hidden="true">{SIGNS[answered]}</span> {WORDS[answered]}
        </span>
      </div>
      <p>{how}</p>
    </li>
  );
}
