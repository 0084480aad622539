import type { PlannedColumn } from './planned-column';
import type { Operation } from '../../channels';
import type { Rendered } from '../../fast-path/render-statement';
import { operationOf } from '../../observed-query';

/** A statement that TypeORM wrote once, for all calls of one shape. */
export interface Template {
  readonly text: string;
  readonly operation: Operation;
  /** Whether it reads rows by a key, one for each value at most. */
  readonly isByKey: boolean;
  /** What it is prepared under on each connection; undefined when it is not to be prepared. */
  name: string | undefined;
  /** The columns of a SELECT list, known from the first answer on. */
  columns: readonly PlannedColumn[] | null;
}

/** Makes templates, and the names under which they are prepared. */
export class TemplateFactory {
  private names = 0;

  constructor(private readonly prepare: boolean) {}

  /**
   * Takes TypeORM's statement for a call with stand-ins in the place of the values. Null when its parameters are not
   * just those, in their order: something is made of the values then.
   */
  make([text, parameters]: Rendered, standIns: readonly unknown[], isByKey = false): Template | null {
    const same =
      parameters.length === standIns.length && parameters.every((value, i) => isSame(value, standIns[i]));
    if (!same) return null;
    return { text, operation: operationOf(text), isByKey, name: this.nextName(), columns: null };
  }

  /** Another name than this, for a statement that a connection does not know any more, or not in this form. */
  rename(template: Template, stale: string): void {
    if (template.name === stale) template.name = this.nextName();
  }

  private nextName(): string | undefined {
    if (!this.prepare) return undefined;
    this.names += 1;
    return `ballast_${this.names}`;
  }
}

function isSame(a: unknown, b: unknown): boolean {
  return a instanceof Date && b instanceof Date ? a.getTime() === b.getTime() : Object.is(a, b);
}
