/** What is played: PROPERTY_SEQUENCES, PROPERTY_SEED, PROPERTY_PATH (to repeat one sequence) and PROPERTY_DEEP. */
export interface RunSettings {
  readonly sequences: number;
  readonly seed: number;
  readonly path: string | undefined;
  /** Whether progress is printed, and the run goes on after a difference. */
  readonly deep: boolean;
  /** After this no further sequence is begun. */
  readonly timeLimitMs: number;
}

/** Enough for every `npm test`, in the time that there is. */
const FEW_SEQUENCES = 150;
const SHORT_TIME_MS = 12_000;
/** The same sequences in every `npm test`; a deep run draws its own. */
const FIXED_SEED = 20_260_101;

export function runSettings(environment: NodeJS.ProcessEnv): RunSettings {
  const { PROPERTY_SEQUENCES, PROPERTY_SEED, PROPERTY_PATH, PROPERTY_DEEP } = environment;
  const deep = PROPERTY_DEEP !== undefined;
  const drawn = Math.floor(Math.random() * 2 ** 31);
  return {
    sequences: Number(PROPERTY_SEQUENCES ?? FEW_SEQUENCES),
    seed: Number(PROPERTY_SEED ?? (deep ? drawn : FIXED_SEED)),
    path: PROPERTY_PATH,
    deep,
    timeLimitMs: deep ? Infinity : SHORT_TIME_MS,
  };
}
