import type { ResolvedWindow } from '../functions/window-functions';
import type { ResolvedAggregate } from '../functions/aggregate-signature';
import type { Expression } from './expression';
import type { SortKey } from './sort-key';

/** One end of a window frame. */
export type FrameBound =
  | { readonly kind: 'unbounded' }
  | { readonly kind: 'current' }
  | {
      readonly kind: 'offset';
      readonly direction: 'preceding' | 'following';
      readonly offset: Expression;
      /** For RANGE: whether a row's key is within the offset of another's, computed from `base ± offset`. */
      readonly limit: Expression | null;
    };

export interface Frame {
  readonly mode: 'rows' | 'range' | 'groups';
  readonly start: FrameBound;
  readonly end: FrameBound;
  readonly exclude: 'none' | 'current row' | 'group' | 'ties';
}

export interface WindowSpec {
  readonly partition: readonly Expression[];
  readonly order: readonly SortKey[];
  readonly frame: Frame;
}

/** One function with OVER. Its result stands at its place in the list of the query's window calls. */
export interface WindowCall {
  readonly window: WindowSpec;
  readonly args: readonly Expression[];
  readonly filter: Expression | null;
  readonly run:
    | { readonly kind: 'window'; readonly resolved: ResolvedWindow }
    | { readonly kind: 'aggregate'; readonly resolved: ResolvedAggregate };
}
