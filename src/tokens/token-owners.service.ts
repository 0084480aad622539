import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { User } from '../users/user.entity';

/** Tells whose tokens are, where more is asked than their scopes tell. */
@Injectable()
export class TokenOwners {
  constructor(@InjectRepository(User) private readonly users: Repository<User>) {}

  /** Null when the user has been deleted, and the token with him. */
  find(userId: string): Promise<User | null> {
    return this.users.findOneBy({ id: userId });
  }
}
