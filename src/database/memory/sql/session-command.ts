import type { DefElem, Node, TransactionStmt, VariableSetStmt } from '@pgsql/types';
import { unsupported } from '../types/sql-error';
import { stringOf } from './ast';

/** How a transaction is to be; null where nothing is said. */
interface TransactionOptions {
  readonly level: string | null;
  readonly readOnly: boolean | null;
  readonly deferrable: boolean | null;
}

/** What the session itself performs. */
export type SessionCommand =
  | ({ readonly kind: 'begin' } & TransactionOptions)
  /** With a chain another transaction begins at once, of the same kind. */
  | { readonly kind: 'commit'; readonly chain: boolean }
  | { readonly kind: 'rollback'; readonly chain: boolean }
  | { readonly kind: 'savepoint'; readonly name: string }
  | { readonly kind: 'release'; readonly name: string }
  | { readonly kind: 'rollback to'; readonly name: string }
  | ({ readonly kind: 'set transaction' } & TransactionOptions)
  /** SET SESSION CHARACTERISTICS */
  | ({ readonly kind: 'set defaults' } & TransactionOptions)
  | { readonly kind: 'set constraints'; readonly names: readonly string[]; readonly deferred: boolean }
  | {
      readonly kind: 'set';
      readonly name: string;
      /** As they are written, mostly one; null for the default. */
      readonly values: readonly string[] | null;
      /** Until the transaction ends. */
      readonly local: boolean;
    }
  | { readonly kind: 'reset all' }
  /** DISCARD ALL: everything that the session keeps; otherwise what it remembers of sequences, or nothing. */
  | { readonly kind: 'discard'; readonly what: 'all' | 'sequences' | 'nothing' }
  | { readonly kind: 'show'; readonly name: string };

export interface PreparedCommand {
  readonly kind: 'command';
  readonly command: string;
  readonly action: SessionCommand;
}

/** The command that a node stands for, or null when it is a statement over rows. */
export function sessionCommand(node: Node): PreparedCommand | null {
  if ('TransactionStmt' in node) return transactionCommand(node.TransactionStmt);
  if ('VariableSetStmt' in node) return setCommand(node.VariableSetStmt);
  if ('VariableShowStmt' in node) {
    if (node.VariableShowStmt.name === 'all') throw unsupported('SHOW ALL');
    return command('SHOW', { kind: 'show', name: node.VariableShowStmt.name ?? '' });
  }
  if ('DiscardStmt' in node) {
    const { target = 'DISCARD_ALL' } = node.DiscardStmt;
    const what = target === 'DISCARD_ALL' ? 'all' : target === 'DISCARD_SEQUENCES' ? 'sequences' : 'nothing';
    return command('DISCARD', { kind: 'discard', what });
  }
  if (!('ConstraintsSetStmt' in node)) return null;
  const names = (node.ConstraintsSetStmt.constraints ?? []).flatMap((range) =>
    'RangeVar' in range ? [range.RangeVar.relname ?? ''] : [],
  );
  return command('SET CONSTRAINTS', {
    kind: 'set constraints',
    names,
    deferred: node.ConstraintsSetStmt.deferred ?? false,
  });
}

function command(name: string, action: SessionCommand): PreparedCommand {
  return { kind: 'command', command: name, action };
}

function transactionCommand(node: TransactionStmt): PreparedCommand {
  const options = transactionOptions(node.options ?? []);
  const name = node.savepoint_name ?? '';
  const chain = node.chain ?? false;
  switch (node.kind) {
    case 'TRANS_STMT_BEGIN':
      return command('BEGIN', { kind: 'begin', ...options });
    case 'TRANS_STMT_START':
      return command('START TRANSACTION', { kind: 'begin', ...options });
    case 'TRANS_STMT_COMMIT':
      return command('COMMIT', { kind: 'commit', chain });
    case 'TRANS_STMT_ROLLBACK':
      return command('ROLLBACK', { kind: 'rollback', chain });
    case 'TRANS_STMT_SAVEPOINT':
      return command('SAVEPOINT', { kind: 'savepoint', name });
    case 'TRANS_STMT_RELEASE':
      return command('RELEASE', { kind: 'release', name });
    case 'TRANS_STMT_ROLLBACK_TO':
      return command('ROLLBACK', { kind: 'rollback to', name });
    default:
      throw unsupported('two-phase commit');
  }
}

function transactionOptions(nodes: readonly Node[]): TransactionOptions {
  const options = nodes.flatMap((node) => ('DefElem' in node ? [node.DefElem] : []));
  const text = (name: string): string | null => {
    const option = options.find(({ defname }) => defname === name);
    return option ? constantText(option) : null;
  };
  const flag = (name: string): boolean | null => {
    const value = text(name);
    return value === null ? null : value === '1';
  };
  return {
    level: text('transaction_isolation'),
    readOnly: flag('transaction_read_only'),
    deferrable: flag('transaction_deferrable'),
  };
}

function constantText({ arg }: DefElem): string {
  return constantOf(arg);
}

function constantOf(node: Node | undefined): string {
  if (!node) return '';
  if ('A_Const' in node) {
    const { sval, ival, fval, boolval } = node.A_Const;
    if (sval) return sval.sval ?? '';
    if (fval) return fval.fval ?? '';
    if (boolval) return boolval.boolval ? 'on' : 'off';
    return String(ival?.ival ?? 0);
  }
  // SET TIME ZONE INTERVAL '...'
  if ('TypeCast' in node) return `INTERVAL '${constantOf(node.TypeCast.arg)}'`;
  return 'String' in node ? stringOf(node) : '';
}

function setCommand(node: VariableSetStmt): PreparedCommand {
  const { kind, name = '', is_local: local = false, args = [] } = node;
  switch (kind) {
    case 'VAR_SET_MULTI':
      if (name === 'TRANSACTION')
        return command('SET', { kind: 'set transaction', ...transactionOptions(args) });
      if (name === 'SESSION CHARACTERISTICS')
        return command('SET', { kind: 'set defaults', ...transactionOptions(args) });
      throw unsupported(`SET ${name}`);
    case 'VAR_SET_CURRENT':
      throw unsupported('SET ... FROM CURRENT');
    case 'VAR_RESET_ALL':
      return command('RESET', { kind: 'reset all' });
    default: {
      const values = kind === 'VAR_SET_VALUE' ? args.map(constantOf) : null;
      return command(kind === 'VAR_RESET' ? 'RESET' : 'SET', { kind: 'set', name, values, local });
    }
  }
}
