import type { VNode } from 'preact';
import type { Sample } from '../../../sampling/sample';
import { duration } from './in-words';

const WIDTH = 300;
const HEIGHT = 100;
/** So many milliseconds are as wide as one unit of the drawing. */
const MS_A_UNIT = 1_000;
/** Where no sample was taken for so long, a line is broken: the process stood still. */
const GAP_MS = 3_000;

const HATCHING = 'hatching';

/** How plots mark times of trouble; once on a page. */
export function Hatching(): VNode {
  return (
    <svg class="hatching" width="0" height="0" aria-hidden="true">
      <pattern id={HATCHING} width="6" height="6" patternUnits="userSpaceOnUse">
        <path d="M0 6 6 0" class="hatch" />
      </pattern>
    </svg>
  );
}

export interface Series {
  readonly name: string;
  /** How its line is drawn: `main` filled, `second` dashed, `alarm` dotted. */
  readonly look: 'main' | 'second' | 'alarm';
  /** Null where there is nothing to draw. */
  readonly of: (sample: Sample) => number | null;
}

/** The last five minutes, one point a second, and what they were at the end in words. */
export function Plot({
  title,
  samples,
  at,
  series,
  show,
}: {
  readonly title: string;
  readonly samples: readonly Sample[];
  readonly at: number;
  readonly series: readonly Series[];
  /** How a value is written. */
  readonly show: (value: number) => string;
}): VNode {
  const values = series.map(({ of }) => samples.map(of));
  const largest = values.flat().reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  const top = ceilingOf(largest);
  const latest = samples.at(-1);
  const now = series.map(({ name, of }) => {
    const value = latest ? of(latest) : null;
    return { name, text: value === null ? 'none' : show(value) };
  });
  return (
    <figure class="plot">
      <figcaption>
        <h3>{title}</h3>
        <dl>
          {series.map(({ name, look }, i) => (
            <div key={name}>
              <dt>
                <svg class="key" viewBox="0 0 20 8" width="20" height="8" aria-hidden="true">
                  <path d="M0 4h20" class={look} />
                </svg>
                {name}
              </dt>
              <dd>{now[i]?.text}</dd>
            </div>
          ))}
        </dl>
      </figcaption>
      <div class="frame">
        <span class="top">{show(top)}</span>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`${title} in the last ${duration(WIDTH * MS_A_UNIT)}: at most ${show(largest)}`}
        >
          <path d={`M0 ${HEIGHT / 2}H${WIDTH}`} class="grid" />
          <path d={troublesOf(samples, at)} class="trouble" fill={`url(#${HATCHING})`} />
          {series.map(({ name, look }, i) => (
            <Line key={name} look={look} points={pointsOf(samples, values[i] ?? [], at, top)} />
          ))}
        </svg>
      </div>
      <div class="axis" aria-hidden="true">
        <span>5 min ago</span>
        <span>now</span>
      </div>
    </figure>
  );
}

type Point = readonly [x: number, y: number];

function Line({
  look,
  points,
}: {
  readonly look: Series['look'];
  readonly points: readonly Point[][];
}): VNode {
  const line = points.map((run) => `M${run.map(([x, y]) => `${x} ${y}`).join('L')}`).join('');
  const area = points
    .map((run) => `M${run[0]?.[0]} ${HEIGHT}L${run.map(([x, y]) => `${x} ${y}`).join('L')}V${HEIGHT}Z`)
    .join('');
  return (
    <>
      {look === 'main' && <path d={area} class="area" />}
      <path d={line} class={`line ${look}`} />
    </>
  );
}

/** Runs of points without a gap. */
function pointsOf(
  samples: readonly Sample[],
  values: readonly (number | null)[],
  now: number,
  top: number,
): Point[][] {
  const runs: Point[][] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const [i, { at }] of samples.entries()) {
    const value = values[i] ?? null;
    const x = xOf(at, now);
    if (value === null || x < 0) continue;
    if (at - before > GAP_MS) runs.push([]);
    before = at;
    runs.at(-1)?.push([x, round(HEIGHT - (value / top) * HEIGHT)]);
  }
  return runs;
}

/** The times at which PostgreSQL did not serve, as an outline over the whole height. */
function troublesOf(samples: readonly Sample[], now: number): string {
  let outline = '';
  let began: number | null = null;
  for (const { at, status } of samples) {
    const x = Math.max(0, xOf(at, now));
    if (status === 'unhealthy') {
      began ??= x;
    } else if (began !== null) {
      outline += box(began, x);
      began = null;
    }
  }
  return began === null ? outline : outline + box(began, WIDTH);
}

function box(left: number, right: number): string {
  return `M${left} 0H${right}V${HEIGHT}H${left}Z`;
}

function xOf(at: number, now: number): number {
  return round(WIDTH - (now - at) / MS_A_UNIT);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The next of 1, 2 and 5 times a power of ten. */
function ceilingOf(value: number): number {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 5].find((step) => step * power >= value) ?? 10);
}
