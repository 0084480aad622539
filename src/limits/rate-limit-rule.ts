/** How often something may be done in any span of so long. */
export interface RateLimitRule {
  /** Stable: clients see it. */
  readonly name: string;
  readonly limit: number;
  readonly windowMs: number;
}

/** What a limit says to one more. */
export interface Decision {
  readonly rule: RateLimitRule;
  readonly isAllowed: boolean;
  /** How many more would be let in now. */
  readonly remaining: number;
  /** When there will be more than that. */
  readonly resetMs: number;
}
