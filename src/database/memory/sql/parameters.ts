import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';
import { type Place, positionOf } from './ast';

/** A parameter of a statement; its type is that of the first place that says one. */
interface ParameterSlot {
  readonly index: number;
  type: SqlType | null;
}

/** One place where a parameter stands. */
export interface ParameterMention {
  readonly slot: ParameterSlot;
  readonly location: number | undefined;
  /** What the place takes it for: unknown until what stands around it says so. */
  type: SqlType;
}

/** Gives a mention the type that its place asks for. @throws SqlError 42P08 when another place asked for another */
export function settleMention(mention: ParameterMention, type: SqlType): void {
  const { slot, location } = mention;
  slot.type ??= type;
  if (slot.type !== type) {
    throw new SqlError('42P08', `inconsistent types deduced for parameter $${slot.index + 1}`, {
      detail: `${slot.type.displayName} versus ${type.displayName}`,
      ...positionOf(location),
    });
  }
  mention.type = type;
}

/** The parameters of a statement while it is analysed. */
export class Parameters {
  private readonly slots: ParameterSlot[] = [];
  private readonly mentions: ParameterMention[] = [];

  /** @param index from 0. @throws SqlError 42P02 */
  mention(index: number, location: number | undefined): ParameterMention {
    if (index < 0) throw new SqlError('42P02', `there is no parameter $${index + 1}`, positionOf(location));
    while (this.slots.length <= index) this.slots.push({ index: this.slots.length, type: null });
    const slot = this.slots[index] as ParameterSlot;
    const mention = { slot, location, type: slot.type ?? types.unknown };
    this.mentions.push(mention);
    return mention;
  }

  /** The types of all. @throws SqlError 42P08, 42P18 for a place or a parameter whose type nothing says */
  settled(): readonly SqlType[] {
    for (const { slot, location, type } of this.mentions)
      if (slot.type && type !== slot.type) throw undetermined('42P08', slot, positionOf(location));
    return this.slots.map((slot) => {
      if (!slot.type) throw undetermined('42P18', slot);
      return slot.type;
    });
  }
}

function undetermined(code: string, { index }: ParameterSlot, place: Place = {}): SqlError {
  return new SqlError(code, `could not determine data type of parameter $${index + 1}`, place);
}
