import type { ChangeCollector } from './change-collector';
import { added, changed, removed, type Difference } from './difference';
import type { Fields } from './document/fields';
import type { Place } from './document/place';
import { besideReference } from './document/source-document';
import { sameMeaning, type Documents } from './document/same-meaning';
import { compareNotes } from './notes.rules';
import type { ChangeRule } from './rule';
import type { Parts } from './schema/schema';
import type { SchemaComparer } from './schema/schema-comparer';
import type { Site } from './schema/schema-rule';
import type { SchemeNames } from './security-requirement';
import { compareFields } from './unknown.rules';

interface Setting {
  documents: Documents;
  schemas: SchemaComparer;
  changes: ChangeCollector;
  schemeNames: Readonly<Record<keyof Documents, SchemeNames>>;
  /** What today is for sunset dates. */
  now: Date;
}

/** What is being compared: two documents, or an operation of both. */
export class Scope {
  constructor(
    readonly setting: Setting,
    /** `GET /pets/{id}`; null outside of operations. */
    readonly operation: string | null = null,
    private readonly number = setting.schemas.nextOperation(),
  ) {}

  /** A scope whose changes are those of the operation. */
  of(operation: string): Scope {
    return new Scope(this.setting, operation);
  }

  readonly report = (difference: Difference): void => {
    this.setting.changes.add(difference, this.operation);
  };

  /** @param place in the revision */
  added(rule: ChangeRule, place: Place, subject?: string): void {
    this.report(added(rule, place, subject));
  }

  /** @param place in the base */
  removed(rule: ChangeRule, place: Place, subject?: string): void {
    this.report(removed(rule, place, subject));
  }

  /** @param place in the revision */
  changed(rule: ChangeRule, place: Place, before: unknown, after: unknown, subject?: string): void {
    this.report(changed(rule, place, before, after, subject));
  }

  compareSchemas(base: Parts, revision: Parts, site: Site): void {
    this.setting.schemas.compare(base, revision, site, this.number, this.report);
  }

  /** Compares what no rule is about. */
  compareRest(base: Fields, revision: Fields): void {
    compareFields(this.setting.documents, base, revision, this.report);
  }

  sameMeaning(base: Place, revision: Place): boolean {
    return sameMeaning(this.setting.documents, base, revision);
  }

  /** Whether two schemas say the same, whatever they are used for. */
  areSameSchemas(base: Place, revision: Place): boolean {
    return this.setting.schemas.areSame([base], [revision]);
  }

  /** What the places refer to; what stands beside references is compared. */
  resolve(base: Place, revision: Place): [base: Place, revision: Place] {
    const { documents } = this.setting;
    compareNotes(besideReference(base), besideReference(revision), this.report);
    return [documents.base.resolve(base), documents.revision.resolve(revision)];
  }
}
