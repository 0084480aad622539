import type { ComponentChildren, VNode } from 'preact';
import type { StateView } from '../../status-view';
import { duration, moment } from './in-words';

type Status = StateView['status'];

export const STATUS_NAMES: Readonly<Record<Status, string>> = {
  healthy: 'Healthy',
  degraded: 'Degraded',
  unhealthy: 'Unhealthy',
};

/** A status has a shape of its own beside its colour: a circle, a triangle, a square on its corner. */
const SHAPES: Readonly<Record<Status, VNode>> = {
  healthy: (
    <>
      <circle cx="12" cy="12" r="10" class="shape" />
      <path d="m7 12.5 3.4 3.4L17 9" class="sign" />
    </>
  ),
  degraded: (
    <>
      <path d="M12 2.5 22.5 21h-21Z" class="shape" />
      <path d="M12 9v5.5m0 2.4v.6" class="sign" />
    </>
  ),
  unhealthy: (
    <>
      <path d="M12 1 23 12 12 23 1 12Z" class="shape" />
      <path d="m8.5 8.5 7 7m0-7-7 7" class="sign" />
    </>
  ),
};

export function StatusMark({ of: status }: { readonly of: Status }): VNode {
  return (
    <svg class={`mark ${status}`} viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      {SHAPES[status]}
    </svg>
  );
}

export function StatusName({ of: status }: { readonly of: string }): VNode {
  return (
    <span class={`named ${status}`}>
      {isStatus(status) && <StatusMark of={status} />}
      {isStatus(status) ? STATUS_NAMES[status] : status}
    </span>
  );
}

function isStatus(name: string): name is Status {
  return name in STATUS_NAMES;
}

export function Moment({ of: time }: { readonly of: string | number }): VNode {
  return <time dateTime={new Date(time).toISOString()}>{moment(time)}</time>;
}

/** A time, and how long ago it was. */
export function Ago({ of: time, at }: { readonly of: string | number; readonly at: string | number }): VNode {
  const age = new Date(at).getTime() - new Date(time).getTime();
  return (
    <>
      <Moment of={time} /> <span class="muted age">({duration(age)} ago)</span>
    </>
  );
}

/** A part of the details with its heading. */
export function Part({
  id,
  title,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <section class="part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
