import type { PreparedCommand } from '../sql/session-command';
import { SqlError } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { flattened } from './flattened-values';
import { commandResult, rowResult, type PgResult } from './result';
import type { SessionState } from './session-state';
import { findSetting } from './known-settings';
import { unknownSetting } from './setting-error';
import type { TransactionBlock } from './transaction-block';
import type { TransactionMode } from './transaction-mode';

/** Performs what is about the session itself: its transaction and its settings. @throws SqlError */
export async function performCommand(
  { command, action }: PreparedCommand,
  state: SessionState,
  block: TransactionBlock,
): Promise<PgResult> {
  switch (action.kind) {
    case 'begin':
      block.begin(action);
      break;
    case 'commit': {
      const next = action.chain ? block.modeOfNext('COMMIT AND CHAIN') : null;
      const committed = await block.commit();
      if (next) block.begin(next);
      return commandResult(committed ? 'COMMIT' : 'ROLLBACK', null);
    }
    case 'rollback': {
      const next = action.chain ? block.modeOfNext('ROLLBACK AND CHAIN') : null;
      block.rollback();
      if (next) block.begin(next);
      break;
    }
    case 'savepoint':
      block.within('SAVEPOINT').savepoint(action.name);
      break;
    case 'release':
      block.within('RELEASE SAVEPOINT').release(action.name);
      break;
    case 'rollback to':
      block.rollbackTo(action.name);
      break;
    case 'set transaction':
      block.setMode(action);
      break;
    case 'set constraints':
      await block.setConstraints(action.names, action.deferred);
      break;
    case 'set':
      state.set(action.name, flattened(action.name, action.values), action.local, block.transaction);
      break;
    case 'set defaults':
      setDefaults(action, state, block);
      break;
    case 'reset all':
      state.settings.resetAll(block.transaction);
      break;
    case 'discard':
      discard(action.what, state, block);
      break;
    case 'show':
      return show(action.name, state, block);
  }
  return commandResult(command, null);
}

/** SET SESSION CHARACTERISTICS: how transactions are from now on. */
function setDefaults(
  { level, readOnly, deferrable }: TransactionMode,
  state: SessionState,
  block: TransactionBlock,
): void {
  const given = {
    default_transaction_isolation: level,
    default_transaction_read_only: readOnly?.toString() ?? null,
    default_transaction_deferrable: deferrable?.toString() ?? null,
  };
  for (const [name, value] of Object.entries(given))
    if (value !== null) state.set(name, value, false, block.transaction);
}

function discard(what: 'all' | 'sequences' | 'nothing', state: SessionState, block: TransactionBlock): void {
  if (what === 'nothing') return;
  if (what === 'all') {
    if (block.transaction) throw new SqlError('25001', 'DISCARD ALL cannot run inside a transaction block');
    state.settings.resetAll(null);
    state.database.advisoryLocks.releaseAll(state);
  }
  state.sequences.forget();
}

function show(name: string, state: SessionState, block: TransactionBlock): PgResult {
  const value = state.setting(name, block.transaction);
  if (value === null) throw unknownSetting(name);
  const shown = findSetting(name)?.name ?? name.toLowerCase();
  return rowResult('SHOW', [{ name: shown, type: types.text, typmod: -1 }], [[value]], 0);
}
