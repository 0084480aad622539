import type { VNode } from 'preact';
import type { FiguresView } from '../../status-view';
import { Fact, Facts } from '../parts';
import { bytes, count, duration, milliseconds } from './in-words';
import { Hatching, Plot } from './plot';
import { Part } from './status-parts';

/** What changes all the time: the last five minutes, and the process. */
export function Figures({ at, samples, version, nodeVersion, uptimeMs, memory }: FiguresView): VNode {
  const latest = samples.at(-1);
  return (
    <div id="figures">
      <Part id="minutes" title="The last five minutes">
        <Hatching />
        <div class="plots">
          <Plot
            title="Connections to PostgreSQL"
            samples={samples}
            at={at}
            show={count}
            series={[
              { name: 'in use', look: 'main', of: ({ pool }) => pool && pool.inUse },
              { name: 'open', look: 'second', of: ({ pool }) => pool && pool.inUse + pool.idle },
              { name: 'waiting for one', look: 'alarm', of: ({ pool }) => pool && pool.waiting },
            ]}
          />
          <Plot
            title="Requests a second"
            samples={samples}
            at={at}
            show={count}
            series={[
              { name: 'answered', look: 'main', of: ({ requests }) => requests },
              {
                name: 'statements for them',
                look: 'second',
                of: ({ statements }) => statements && statements.count,
              },
              { name: 'with 500 and above', look: 'alarm', of: ({ failures }) => failures },
            ]}
          />
          <Plot
            title="Time of a statement"
            samples={samples}
            at={at}
            show={milliseconds}
            series={[
              {
                name: 'half of them (p50)',
                look: 'main',
                of: ({ statements }) => statements && statements.p50Ms,
              },
              {
                name: '99 of 100 (p99)',
                look: 'second',
                of: ({ statements }) => statements && statements.p99Ms,
              },
            ]}
          />
          <Plot
            title="Delay of the event loop"
            samples={samples}
            at={at}
            show={milliseconds}
            series={[{ name: 'longest in a second', look: 'main', of: ({ delayMs }) => delayMs }]}
          />
        </div>
        <p class="muted">
          Hatched: the service was unhealthy. Statements are counted from when somebody looks at this page,
          those that it causes itself included.
        </p>
      </Part>
      <Part id="process" title="The process">
        <Facts>
          <Fact name="Version">{version}</Fact>
          <Fact name="Node">{nodeVersion}</Fact>
          <Fact name="Up for">{duration(uptimeMs)}</Fact>
          <Fact name="Memory in all">{bytes(memory.rss)}</Fact>
          <Fact name="Heap">
            {bytes(memory.heapUsed)} of {bytes(memory.heapTotal)}
          </Fact>
          <Fact name="Outside of the heap">{bytes(memory.external)}</Fact>
          {latest && <Fact name="Event loop">{Math.round(latest.busy * 100)} % busy</Fact>}
        </Facts>
      </Part>
    </div>
  );
}
