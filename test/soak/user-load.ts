import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../support/eventually';
import { type Entry, isSame, type Ledger, type UserRow } from './ledger';
import type { Random } from './random';
import { type Answer, ANSWER_DEADLINE_MS, type ToldUser, type UserRequests } from './user-requests';

/** The longest pause of a worker between two requests: the load stays far below what the service could take. */
const THINK_MS = 40;
/** After a request that was not carried out its worker rests for so long. */
const REST_MS = 30;
/** How many users a worker has at most, and until how many it does nothing but create. */
const MOST_USERS = 100;
const FEWEST_USERS = 10;
const LONGEST_LIST = 50;
/** Of what was wrong, so much is kept in words. */
const MOST_KEPT = 100;

/** A user whose state is known. */
interface Known {
  readonly entry: Entry;
  readonly user: ToldUser;
}

/**
 * Workers that create, read, list, change and delete users. Each has users of its own, so that it knows what every
 * answer has to be. A user whose last change has an unknown outcome is left alone from then on.
 */
export class UserLoad {
  readonly unexpected: string[] = [];
  readonly answers: Record<Answer<unknown>['kind'], number> = {
    done: 0,
    refused: 0,
    unknown: 0,
    unexpected: 0,
  };
  /** Changes that were acknowledged. */
  acknowledged = 0;
  private isRunning = true;
  private isHeld = false;
  private atWork = 0;
  private readonly workers: Promise<void>[];

  constructor(
    private readonly requests: UserRequests,
    private readonly ledger: Ledger,
    random: Random,
    workers: number,
  ) {
    this.workers = Array.from({ length: workers }, (_, worker) => this.work(worker, random.fork()));
  }

  /** Runs `quiet` while no request is under way. */
  async whileQuiet<T>(quiet: () => Promise<T>): Promise<T> {
    this.isHeld = true;
    try {
      await eventually(() => this.atWork === 0, { deadlineMs: ANSWER_DEADLINE_MS + 1_000 });
      return await quiet();
    } finally {
      this.isHeld = false;
    }
  }

  async stop(): Promise<void> {
    this.isRunning = false;
    await Promise.all(this.workers);
  }

  private async work(worker: number, random: Random): Promise<void> {
    const users: Known[] = [];
    for (let step = 0; this.isRunning; step += 1) {
      await pause(random.next() * THINK_MS);
      if (this.isHeld) continue;
      this.atWork += 1;
      const answer = await this.step(`s-${worker}-${step}`, users, random);
      this.atWork -= 1;
      this.answers[answer.kind] += 1;
      if (answer.kind === 'unexpected') this.wrong(answer.what);
      if (answer.kind !== 'done') await pause(REST_MS);
    }
  }

  private step(token: string, users: Known[], random: Random): Promise<Answer<unknown>> {
    const choice = random.next();
    const at = Math.floor(random.next() * users.length);
    const known = users[at];
    if (!known || users.length < FEWEST_USERS || (choice < 0.15 && users.length < MOST_USERS))
      return this.create(token, users);
    if (choice < 0.5) return this.read(known);
    if (choice < 0.6) return this.list(1 + Math.floor(random.next() * LONGEST_LIST));
    // It comes back when it is known how it is.
    users.splice(at, 1);
    return choice < 0.88 ? this.rename(known, token, users) : this.delete(known, users);
  }

  private async create(handle: string, users: Known[]): Promise<Answer<unknown>> {
    const entry = this.ledger.open(handle);
    const created = { handle, displayName: handle, version: 1 };
    const answer = await this.requests.create(handle);
    if (answer.kind === 'done') {
      this.expect(created, answer.value);
      users.push({ entry, user: answer.value });
    }
    return this.note(entry, null, created, answer);
  }

  private async read({ user }: Known): Promise<Answer<unknown>> {
    const answer = await this.requests.get(user.id);
    if (answer.kind === 'done') this.expect(user, answer.value);
    return answer;
  }

  private async list(limit: number): Promise<Answer<unknown>> {
    const answer = await this.requests.list(limit);
    if (answer.kind !== 'done') return answer;
    const handles = answer.value.items.map(({ handle }) => handle);
    const isSorted = handles.every((handle, at) => at === 0 || (handles[at - 1] ?? '') < handle);
    if (!isSorted || handles.length > limit) this.wrong(`a list of ${limit} is wrong: ${handles.join(' ')}`);
    return answer;
  }

  private async rename(
    { entry, user }: Known,
    displayName: string,
    users: Known[],
  ): Promise<Answer<unknown>> {
    const renamed = { ...user, displayName, version: user.version + 1 };
    const answer = await this.requests.rename(user, displayName);
    if (answer.kind === 'done') this.expect(renamed, answer.value);
    if (answer.kind === 'done') users.push({ entry, user: renamed });
    if (answer.kind === 'refused') users.push({ entry, user });
    return this.note(entry, user, renamed, answer);
  }

  private async delete({ entry, user }: Known, users: Known[]): Promise<Answer<unknown>> {
    const answer = await this.requests.delete(user);
    if (answer.kind === 'refused') users.push({ entry, user });
    return this.note(entry, user, null, answer);
  }

  /** Writes down what a change has made of a user, by what was told of it. */
  private note(
    entry: Entry,
    before: UserRow | null,
    after: UserRow | null,
    answer: Answer<unknown>,
  ): Answer<unknown> {
    if (answer.kind === 'done') {
      entry.is(after && stateOf(after));
      this.acknowledged += 1;
    } else if (answer.kind === 'refused') entry.refused(`${answer.code} at ${new Date().toISOString()}`);
    else entry.mayBe(before && stateOf(before), after && stateOf(after));
    return answer;
  }

  private expect(expected: UserRow, found: UserRow): void {
    if (isSame(expected, found)) return;
    this.wrong(`${expected.handle} was version ${found.version} instead of ${expected.version}`);
  }

  private wrong(what: string): void {
    if (this.unexpected.length < MOST_KEPT) this.unexpected.push(what);
  }
}

/** A user as the ledger keeps it. */
function stateOf({ handle, displayName, version }: UserRow): UserRow {
  return { handle, displayName, version };
}
