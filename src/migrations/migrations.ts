import { Users1764057600000 } from './1764057600000-users';
import { Tokens1764057700000 } from './1764057700000-tokens';
import { Otps1764057800000 } from './1764057800000-otps';
import { Limits1764057900000 } from './1764057900000-limits';
import { Idempotency1764058000000 } from './1764058000000-idempotency';
import { Apis1764058200000 } from './1764058200000-apis';
import { OtpFailureKeepers1764058300000 } from './1764058300000-otp-failure-keepers';
import { TokenScopes1795687119037 } from './1795687119037-token-scopes';
import { ApiOffers1795687851000 } from './1795687851000-api-offers';

/** All migrations, in the order of their time stamps. */
export const MIGRATIONS = [
  Users1764057600000,
  Tokens1764057700000,
  Otps1764057800000,
  Limits1764057900000,
  Idempotency1764058000000,
  Apis1764058200000,
  OtpFailureKeepers1764058300000,
  TokenScopes1795687119037,
  ApiOffers1795687851000,
];
