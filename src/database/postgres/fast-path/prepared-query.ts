import { Query } from 'pg';
import { prepareValue } from 'pg/lib/utils';
import type { PreparedStatement } from './prepared-statements';
import { formOf, NO_ROWS, type RowForm, type TypeParsers } from './row-form';

/** What a statement answers: its rows, each value where its column stands in the list. */
export interface Rows {
  /** The names of the columns. */
  readonly fields: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly rowCount: number | null;
}

/** The part of pg's Connection that its own Query uses, and that it does not declare. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  readonly parsedStatements: Readonly<Record<string, string>>;
  readonly submittedNamedStatements: Record<string, string>;
  parse(message: { text: string; name: string | undefined }): void;
  bind(message: {
    statement: string | undefined;
    values: readonly unknown[];
    valueMapper: (value: unknown) => unknown;
  }): void;
  describe(message: { type: 'P'; name: '' }): void;
  execute(message: object): void;
  sync(): void;
}

const ROW_COUNT = /\d+$/;

/**
 * A statement with values on its way through pg's Client, as pg's own Query is one. It asks what form the rows have only
 * when the statement is prepared: to describe it each time, and to read that, is a good part of what a small statement
 * costs.
 */
export class PreparedQuery {
  private prepared: PreparedStatement | null = null;
  private form: RowForm | null = null;
  /** Not called `rows`: so pg's Query calls the number of them that it asks for at a time. */
  private readonly received: unknown[][] = [];
  private rowCount: number | null = null;
  private failure: Error | null = null;

  /**
   * @param prepare asked when it is sent: as what it is prepared; null to prepare it for this once
   * @param callback called once, when the server is done with it; pg's Client puts its own in front of it
   */
  constructor(
    readonly text: string,
    private readonly values: readonly unknown[],
    private readonly prepare: () => PreparedStatement | null,
    private readonly types: TypeParsers,
    public callback: (error: Error | null, rows: Rows | null) => void,
  ) {}

  /** Under which pg's Client notes that it is prepared. */
  get name(): string | undefined {
    return this.prepared?.name;
  }

  submit(wire: Wire): null {
    wire.stream.cork();
    try {
      this.send(wire);
    } finally {
      wire.stream.uncork();
    }
    return null;
  }

  private send(wire: Wire): void {
    const prepared = (this.prepared = this.prepare());
    const { name, text, values } = this;
    const isParsed = name !== undefined && wire.parsedStatements[name] !== undefined;
    if (!isParsed) {
      wire.parse({ text, name });
      if (name !== undefined) wire.submittedNamedStatements[name] = text;
    }
    try {
      wire.bind({ statement: name, values, valueMapper: prepareValue });
    } catch (error) {
      // Nobody is to take what the server answers to the rest for the answer to his own.
      this.failure = error as Error;
      wire.sync();
      return;
    }
    if (isParsed && prepared?.form) this.form = prepared.form;
    else wire.describe({ type: 'P', name: '' });
    wire.execute({});
    wire.sync();
  }

  handleRowDescription({ fields }: { readonly fields: Parameters<typeof formOf>[0] }): void {
    this.form = formOf(fields, this.types);
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    if (this.failure) return;
    const { parsers } = this.form ?? NO_ROWS;
    try {
      this.received.push(fields.map((text, i) => (text === null ? null : (parsers[i]?.(text) ?? null))));
    } catch (error) {
      this.failure = error as Error;
    }
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    const count = ROW_COUNT.exec(text);
    this.rowCount = count && Number(count[0]);
  }

  handleReadyForQuery(): void {
    if (this.failure) {
      this.callback(this.failure, null);
      return;
    }
    const form = this.form ?? NO_ROWS;
    if (this.prepared) this.prepared.form = form;
    this.callback(null, { fields: form.fields, rows: this.received, rowCount: this.rowCount });
  }

  handleError(error: Error): void {
    this.callback(this.failure ?? error, null);
  }
}

// While statements are sent together pg's Client takes none that is no Query.
Object.setPrototypeOf(PreparedQuery.prototype, Query.prototype);
