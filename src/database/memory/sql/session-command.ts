import type { DefElem, Node, TransactionStmt, VariableSetStmt } from '@pgsql/types';
import { unsupported } from '../types/sql-error';
import { stringOf } from './ast';

/** What the session itself performs. */
export type SessionCommand =
  | { readonly kind: 'begin'; readonly level: string | null; readonly readOnly: boolean | null }
  | { readonly kind: 'commit' }
  | { readonly kind: 'rollback' }
  | { readonly kind: 'savepoint'; readonly name: string }
  | { readonly kind: 'release'; readonly name: string }
  | { readonly kind: 'rollback to'; readonly name: string }
  | { readonly kind: 'set transaction'; readonly level: string | null; readonly readOnly: boolean | null }
  | { readonly kind: 'set constraints'; readonly names: readonly string[]; readonly deferred: boolean }
  | {
      readonly kind: 'set';
      readonly name: string;
      /** Null for the default. */
      readonly value: string | null;
      /** Until the transaction ends. */
      readonly local: boolean;
    }
  | { readonly kind: 'reset all' }
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
  if ('VariableShowStmt' in node)
    return command('SHOW', { kind: 'show', name: node.VariableShowStmt.name ?? '' });
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
  if (node.chain) throw unsupported('AND CHAIN');
  switch (node.kind) {
    case 'TRANS_STMT_BEGIN':
      return command('BEGIN', { kind: 'begin', ...options });
    case 'TRANS_STMT_START':
      return command('START TRANSACTION', { kind: 'begin', ...options });
    case 'TRANS_STMT_COMMIT':
      return command('COMMIT', { kind: 'commit' });
    case 'TRANS_STMT_ROLLBACK':
      return command('ROLLBACK', { kind: 'rollback' });
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

function transactionOptions(nodes: readonly Node[]): {
  level: string | null;
  readOnly: boolean | null;
} {
  const options = nodes.flatMap((node) => ('DefElem' in node ? [node.DefElem] : []));
  const text = (name: string): string | null => {
    const option = options.find(({ defname }) => defname === name);
    return option ? constantText(option) : null;
  };
  const readOnly = text('transaction_read_only');
  return {
    level: text('transaction_isolation'),
    readOnly: readOnly === null ? null : readOnly === '1',
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
  return 'String' in node ? stringOf(node) : '';
}

function setCommand(node: VariableSetStmt): PreparedCommand {
  if (node.kind === 'VAR_SET_MULTI' && node.name?.startsWith('TRANSACTION')) {
    return command('SET', { kind: 'set transaction', ...transactionOptions(node.args ?? []) });
  }
  const local = node.is_local ?? false;
  if (node.kind === 'VAR_SET_MULTI')
    return command('SET', { kind: 'set', name: 'session_characteristics', value: null, local });
  if (node.kind === 'VAR_RESET_ALL') return command('RESET', { kind: 'reset all' });
  const value = node.kind === 'VAR_SET_VALUE' ? (node.args ?? []).map(constantOf).join(', ') : null;
  const name = node.name ?? '';
  return command(node.kind === 'VAR_RESET' ? 'RESET' : 'SET', { kind: 'set', name, value, local });
}
