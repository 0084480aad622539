import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { AuditLog } from '../audit/audit-log';
import { CONFIG, type Config } from '../config/config';
import { distinctHandle, handleOf } from './handle-of';
import { User } from './user.entity';

/** Users as they sign in. */
@Injectable()
export class SignInsService {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    @Inject(CONFIG) private readonly config: Config,
    private readonly audit: AuditLog,
  ) {}

  /** @param email in lower case */
  find(email: string): Promise<User | null> {
    return this.users.findOneBy({ email });
  }

  /**
   * Signs in the owner of an e-mail address, who has just shown that it is his. The first sign-in creates the user; an
   * address of ADMIN_EMAILS makes him an administrator.
   *
   * @param email in lower case
   * @param id of the user that is meant; null when nobody had the address
   * @returns null when the user is suspended, or the address is another's by now
   */
  async signIn(email: string, id: string | null): Promise<User | null> {
    const user = (await this.find(email)) ?? (id === null ? await this.create(email) : null);
    if (!user || (id !== null && user.id !== id)) return null;
    const now = new Date();
    const becomesAdmin = user.role !== 'admin' && this.config.adminEmails.includes(email);
    const { raw } = await this.users.update(
      { id: user.id, email, status: 'active' },
      {
        lastSignInAt: now,
        emailVerifiedAt: user.emailVerifiedAt ?? now,
        ...(becomesAdmin && { role: 'admin' as const }),
        updatedAt: now,
        version: () => '"version" + 1',
      },
      { returning: '*' },
    );
    const [row] = raw as User[];
    if (!row) return null;
    if (becomesAdmin) this.audit.record({ event: 'security.role_changed', userId: user.id, reason: 'admin' });
    return Object.assign(new User(), row);
  }

  /** One of several who sign in with a new address at the same time creates the user. */
  private async create(email: string): Promise<User> {
    const now = new Date();
    for (let handle = handleOf(email); ; handle = distinctHandle(handleOf(email))) {
      const user = this.users.create({
        id: uuidv7(),
        email,
        handle,
        displayName: null,
        role: 'user',
        status: 'active',
        emailVerifiedAt: now,
        lastSignInAt: null,
        createdAt: now,
        updatedAt: now,
        version: 1,
      });
      // In a transaction, which an error would end: what is there already is passed over.
      // oxlint-disable-next-line no-await-in-loop -- the next handle is tried when this one is another's
      await this.users.createQueryBuilder().insert().values(user).orIgnore().execute();
      // oxlint-disable-next-line no-await-in-loop -- see above
      const created = await this.find(email);
      if (!created) continue;
      if (created.id === user.id) this.audit.record({ event: 'security.user_created', userId: user.id });
      return created;
    }
  }
}
