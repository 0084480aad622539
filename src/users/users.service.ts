import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Equal, type FindOptionsWhere, In, LessThan, MoreThan, Repository } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { CONFIG, type Config } from '../config/config';
import { databaseErrorOf, Transactional } from '../database';
import { InvalidCursorError, PreconditionFailedError } from '../errors/input.errors';
import { decodeCursor, pageOf } from '../http/cursor';
import { TokenRevocation } from '../tokens/token-revocation.service';
import { User } from './user.entity';
import {
  AdminByConfigurationError,
  UserEmailTakenError,
  UserHandleTakenError,
  UserNotFoundError,
  UserOwnsApisError,
} from './users.errors';
import { type CreateUser, type ListUsers, positionSchemas, type UpdateUser } from './users.schemas';

export interface UserPage {
  readonly items: readonly User[];
  readonly nextCursor: string | null;
  readonly total?: number;
}

type SortKey = keyof typeof positionSchemas;

/** Users of the registry, on whichever store serves. */
@Injectable()
export class UsersService {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly revocation: TokenRevocation,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws UserEmailTakenError, UserHandleTakenError */
  async create({ email, handle, displayName = null }: CreateUser): Promise<User> {
    const now = new Date();
    const user = this.users.create({
      id: uuidv7(),
      email,
      handle,
      displayName,
      role: 'user',
      status: 'active',
      emailVerifiedAt: null,
      lastSignInAt: null,
      createdAt: now,
      updatedAt: now,
      version: 1,
    });
    await translatingConflicts(() => this.users.insert(user));
    return user;
  }

  /** @throws UserNotFoundError */
  async get(id: string): Promise<User> {
    const user = await this.users.findOneBy({ id });
    if (!user) throw new UserNotFoundError();
    return user;
  }

  /** One page in a total order: the id breaks ties. @throws InvalidCursorError */
  async list({ limit, cursor, sort, includeTotal }: ListUsers): Promise<UserPage> {
    const descending = sort.startsWith('-');
    const key = sort.replace('-', '') as SortKey;
    const direction = descending ? 'DESC' : 'ASC';
    const found = await this.users.find({
      where: cursor === undefined ? {} : after(positionOf(cursor, sort, key), key, descending),
      order: { [key]: direction, id: direction },
      take: limit + 1,
    });
    const page = pageOf(found, limit, sort, (user) => ({ key: keyText(user[key]), id: user.id }));
    return { ...page, ...(includeTotal ? { total: await this.users.count() } : {}) };
  }

  /**
   * Changes a user who has this version; one who is suspended by it loses all tokens.
   *
   * @param versions the versions that may be changed; null for any
   * @throws UserNotFoundError, PreconditionFailedError, UserHandleTakenError, AdminByConfigurationError
   */
  async update(id: string, versions: readonly number[] | null, changes: UpdateUser): Promise<User> {
    if (changes.role === 'user') await this.checkDemotion(id);
    return changes.status === 'suspended'
      ? this.suspend(id, versions, changes)
      : this.change(id, versions, changes);
  }

  /**
   * Gives a user an address that he has just proved to be his.
   *
   * @param email in lower case
   * @throws UserNotFoundError, UserEmailTakenError
   */
  changeEmail(id: string, email: string): Promise<User> {
    return this.change(id, null, { email, emailVerifiedAt: new Date() });
  }

  /** @throws UserNotFoundError, PreconditionFailedError, UserOwnsApisError */
  async delete(id: string, versions: readonly number[] | null): Promise<void> {
    const { affected } = await translatingConflicts(() => this.users.delete(this.target(id, versions)));
    if (!affected) await this.explainMiss(id);
  }

  private async checkDemotion(id: string): Promise<void> {
    const { email } = await this.get(id);
    if (this.config.adminEmails.includes(email)) throw new AdminByConfigurationError();
  }

  @Transactional()
  private async suspend(id: string, versions: readonly number[] | null, changes: UpdateUser): Promise<User> {
    const user = await this.change(id, versions, changes);
    await this.revocation.revokeAllOf(id, 'suspended');
    return user;
  }

  /**
   * One conditional UPDATE: of two changes of the same version one wins. It also gives the answer: whatever is asked of
   * the database after it could fail, and a change that was made would be told as refused.
   */
  private async change(
    id: string,
    versions: readonly number[] | null,
    changes: Partial<User>,
  ): Promise<User> {
    const { raw } = await translatingConflicts(() =>
      this.users.update(
        this.target(id, versions),
        { ...changes, updatedAt: new Date(), version: () => '"version" + 1' },
        { returning: '*' },
      ),
    );
    const [row] = raw as User[];
    return row ? Object.assign(new User(), row) : this.explainMiss(id);
  }

  private target(id: string, versions: readonly number[] | null): FindOptionsWhere<User> {
    return versions === null ? { id } : { id, version: In(versions) };
  }

  private async explainMiss(id: string): Promise<never> {
    await this.get(id);
    throw new PreconditionFailedError();
  }
}

interface Position {
  readonly key: Date | string;
  readonly id: string;
}

/** @throws InvalidCursorError */
function positionOf(cursor: string, sort: string, key: SortKey): Position {
  const { data } = positionSchemas[key].safeParse(decodeCursor(cursor, sort));
  if (!data) throw new InvalidCursorError();
  return data;
}

/** What comes after a position in the order of the key and the id. */
function after({ key: value, id }: Position, key: SortKey, descending: boolean): FindOptionsWhere<User>[] {
  const beyond = descending ? LessThan : MoreThan;
  return [{ [key]: beyond(value) }, { [key]: Equal(value), id: beyond(id) }];
}

function keyText(value: Date | string): string {
  return value instanceof Date ? value.toISOString() : value;
}

async function translatingConflicts<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    switch (databaseErrorOf(error)?.constraint) {
      case 'UQ_users_email':
        throw new UserEmailTakenError({ cause: error });
      case 'UQ_users_handle':
        throw new UserHandleTakenError({ cause: error });
      case 'FK_apis_owner_id':
        throw new UserOwnsApisError({ cause: error });
      default:
        throw error;
    }
  }
}
