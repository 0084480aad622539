import type { Node } from '@pgsql/types';
import type { Database } from '../storage/database';
import { LockWait } from '../storage/lock-wait';
import type { Snapshot } from '../storage/row-version';
import { loadParser, parse, parserIsLoaded } from '../sql/parser';
import { type Prepared, prepareNode, type PreparedStatement } from '../sql/prepare';
import { sessionCommand } from '../sql/session-command';
import { bindParameters } from '../types/parameter';
import { SqlError } from '../types/sql-error';
import { inZone } from '../types/time-zone';
import { Autocommit } from './autocommit';
import { performCommand } from './perform-command';
import { liftPage } from './page-parameters';
import { commandResult, rowResult, type PgResult } from './result';
import { SessionState } from './session-state';
import type { PreparedText, StatementCache, StatementList } from './statement-cache';
import { type BoundStatement, StatementRun } from './statement-run';
import { TransactionBlock } from './transaction-block';

/**
 * One client's conversation with the store, with the states and errors of a PostgreSQL session. Statements run one at
 * a time, in the order in which they came.
 */
export class Session {
  private readonly state: SessionState;
  private readonly block: TransactionBlock;
  private readonly autocommit: Autocommit;
  /** The end of the statement that came last. */
  private last: Promise<void> = Promise.resolve();
  private pending = 0;

  constructor(
    private readonly database: Database,
    private readonly statements: StatementCache,
  ) {
    this.state = new SessionState(database);
    this.block = new TransactionBlock(this.state);
    this.autocommit = new Autocommit(this.state);
  }

  /**
   * Runs a text with parameters ($1, ...); several statements only without parameters.
   *
   * @param results is given the result of each statement; the last one's is returned
   */
  execute(sql: string, params: readonly unknown[] = [], results?: PgResult[]): Promise<PgResult> {
    return this.inTurn(() => this.executeNow(sql, params, results));
  }

  /** Runs what needs no SQL as one statement, with the transaction, waits and failures of any other. */
  runBound<T>(bound: BoundStatement<T>): Promise<T> {
    return this.inTurn(() => this.failing(async () => this.runNow(bound)));
  }

  /** What a query that came now would see; null when it would have to wait its turn, is refused, or has its reads noted. */
  get snapshotNow(): Snapshot | null {
    const { transaction, hasFailed } = this.block;
    if (this.pending > 0 || this.state.isClosed || hasFailed || this.needsSql) return null;
    return transaction ? transaction.snapshot() : this.database.snapshot();
  }

  /** Whether a change has to be told in SQL: what it reads is remembered, or names and times mean something else. */
  get needsSql(): boolean {
    return this.block.transaction?.isolation === 'serializable' || this.state.settings.obeyed.meaning !== '';
  }

  /** As `ReadyForQuery` tells a client: I idle, T in a transaction, E in a failed one. */
  get transactionStatus(): 'I' | 'T' | 'E' {
    if (!this.block.transaction) return 'I';
    return this.block.hasFailed ? 'E' : 'T';
  }

  /** Ends the session: what waits fails, and an open transaction is rolled back. */
  close(): void {
    this.state.close();
    this.block.rollback();
  }

  private inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.pending === 0 ? run() : this.last.then(run);
    this.pending += 1;
    const over = (): void => {
      this.pending -= 1;
    };
    this.last = turn.then(over, over);
    return turn;
  }

  /** An error spoils the open transaction. */
  private async failing<T>(run: () => Promise<T>): Promise<T> {
    if (this.state.isClosed) throw new SqlError('08003', 'connection is closed');
    try {
      return await run();
    } catch (error) {
      this.block.fail();
      throw error;
    }
  }

  private async executeNow(
    sql: string,
    params: readonly unknown[],
    results: PgResult[] = [],
  ): Promise<PgResult> {
    if (!parserIsLoaded()) await loadParser();
    return this.failing(async () => {
      const paged = this.preparePage(sql, params);
      if (paged) return this.run(paged.prepared, paged.params, sql);
      const prepared = this.prepare(sql);
      if (prepared.kind !== 'several') {
        results.push(await this.run(prepared, params, sql));
      } else {
        if (params.length > 0 && prepared.nodes.length > 1)
          throw new SqlError('42601', 'cannot insert multiple commands into a prepared statement');
        await this.runTogether(prepared, sql, results);
      }
      return results.at(-1) ?? commandResult('', 0);
    });
  }

  /** @throws SqlError; in a failed transaction PostgreSQL only reads a text, to see whether that ends it */
  private prepare(sql: string): PreparedText {
    try {
      return this.read(sql);
    } catch (error) {
      if (!this.block.hasFailed) throw error;
      parse(sql);
      throw transactionAborted();
    }
  }

  /** A text as this session understands it. @throws SqlError */
  private read(sql: string): PreparedText {
    const { catalog, settings } = this.state;
    const { meaning, zone } = settings.obeyed;
    return inZone(zone, () => this.statements.get(sql, catalog, meaning));
  }

  /** The statement with its page as parameters; null when it has none, or is not one that can run so. */
  private preparePage(
    sql: string,
    params: readonly unknown[],
  ): { readonly prepared: PreparedStatement; readonly params: readonly unknown[] } | null {
    const lifted = liftPage(sql, params.length);
    if (!lifted) return null;
    const all = [...params, ...lifted.values];
    try {
      const prepared = this.read(lifted.sql);
      const fits = prepared.kind === 'statement' && prepared.parameterTypes.length === all.length;
      return fits ? { prepared, params: all } : null;
    } catch {
      // The text as it was given says what is wrong with it.
      return null;
    }
  }

  /**
   * Several statements in one text are one transaction, as in PostgreSQL's simple protocol. A BEGIN among them makes it
   * one that outlives the text, a COMMIT or ROLLBACK lets another begin.
   */
  private async runTogether({ nodes }: StatementList, sql: string, results: PgResult[]): Promise<void> {
    try {
      for (const node of nodes) {
        this.block.beginImplicit();
        results.push(await this.run(this.prepareNode(node), [], sql));
      }
      if (this.block.isImplicit) await this.block.commit();
    } catch (error) {
      if (this.block.isImplicit) this.block.rollback();
      throw error;
    }
  }

  /** @throws SqlError */
  private prepareNode(node: Node): Prepared {
    if (this.block.hasFailed) {
      const command = sessionCommand(node);
      if (command && endsTransaction(command)) return command;
      throw transactionAborted();
    }
    const { catalog, settings } = this.state;
    return inZone(settings.obeyed.zone, () => prepareNode(node, catalog));
  }

  /** @param sql the text that it is in */
  private async run(prepared: Prepared, params: readonly unknown[], sql: string): Promise<PgResult> {
    if (this.block.hasFailed && !endsTransaction(prepared)) throw transactionAborted();
    if (prepared.kind === 'command') return performCommand(prepared, this.state, this.block);
    if (params.length === 0 && prepared.parameterTypes.length > 0) throw noParameter(sql);
    return this.runStatement(prepared, params);
  }

  private runStatement(
    prepared: PreparedStatement,
    params: readonly unknown[],
  ): PgResult | Promise<PgResult> {
    const { command, columns, parameterTypes, writes } = prepared;
    if (params.length !== parameterTypes.length) {
      throw new SqlError(
        '08P01',
        `bind message supplies ${params.length} parameters, but prepared statement "" requires ${parameterTypes.length}`,
      );
    }
    return this.runNow({
      writes,
      params: inZone(this.state.settings.obeyed.zone, () => bindParameters(parameterTypes, params)),
      work: (context) => {
        const { rows, rowCount } = prepared.run(context);
        return rowResult(command, columns, rows, rowCount);
      },
    });
  }

  /** Runs it in the open transaction, otherwise in one of its own. */
  private runNow<T>(bound: BoundStatement<T>): T | Promise<T> {
    if (this.block.hasFailed) throw transactionAborted();
    const { transaction } = this.block;
    if (!transaction) return this.autocommit.run(bound);
    const { startMicros: beganAt } = transaction;
    // The statements of one text came together.
    const startMicros = this.block.isImplicit ? beganAt : this.database.clock.after(beganAt);
    const run = new StatementRun(this.state, transaction, bound, startMicros);
    const result = run.attempt();
    return result instanceof LockWait ? run.goOn(result) : result;
  }
}

/** Without any parameters `pg` sends a text as it is, and PostgreSQL meets a parameter that nobody declared. */
function noParameter(sql: string): SqlError {
  const { index = 0, 0: parameter = '$1' } = /\$\d+/.exec(sql) ?? {};
  return new SqlError('42P02', `there is no parameter ${parameter}`, { position: String(index + 1) });
}

function transactionAborted(): SqlError {
  return new SqlError(
    '25P02',
    'current transaction is aborted, commands ignored until end of transaction block',
  );
}

function endsTransaction(prepared: Prepared): boolean {
  return prepared.kind === 'command' && ['commit', 'rollback', 'rollback to'].includes(prepared.action.kind);
}
