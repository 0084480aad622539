import type { BaseUnit } from './setting-units';

interface Named {
  /** As SHOW spells it. */
  readonly name: string;
  /** As SHOW gives it, unless it is set. */
  readonly initial: string;
  /** The values that the store does; it refuses what would have to change its results. */
  readonly only?: readonly string[];
  /** Why SET cannot change it, after its name. */
  readonly fixed?: string;
}

export interface NumberSetting extends Named {
  readonly kind: 'number';
  readonly isWhole: boolean;
  readonly min: number;
  readonly max: number;
  readonly unit: BaseUnit | null;
}

/** What a setting takes: PostgreSQL's kinds of parameters (bool, enum, integer and real, string). */
export type SettingDefinition =
  | NumberSetting
  | (Named & { readonly kind: 'boolean' })
  | (Named & { readonly kind: 'word'; readonly words: readonly string[] })
  | (Named & {
      readonly kind: 'text';
      /** Several values are a list: of names, or of words. */
      readonly list?: 'names' | 'words';
      /** A value as it is shown. @throws SqlError */
      readonly read?: (text: string) => string;
    });
