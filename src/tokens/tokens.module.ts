import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database';
import { User } from '../users/user.entity';
import { LastUse } from './last-use';
import { OAuthController } from './oauth.controller';
import { SessionsService } from './sessions.service';
import { Token } from './token.entity';
import { TokenLookup } from './token-lookup';
import { TokenOwners } from './token-owners.service';
import { TokenRevocation } from './token-revocation.service';
import { TokenVerification } from './token-verification.service';
import { TokensController } from './tokens.controller';
import { TokensService } from './tokens.service';

@Module({
  imports: [DatabaseModule.forFeature([Token, User])],
  controllers: [TokensController, OAuthController],
  providers: [
    LastUse,
    SessionsService,
    TokenLookup,
    TokenOwners,
    TokenRevocation,
    TokensService,
    TokenVerification,
  ],
  exports: [LastUse, SessionsService, TokenRevocation, TokenVerification],
})
export class TokensModule {}
