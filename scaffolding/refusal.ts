/** What was asked for is not done, and nothing was changed. The message says what to do instead. */
export class Refusal extends Error {}

/** Does what a command does, and ends the process: 0 when it is done, 2 when it is refused. */
export function runScaffolding(work: () => void | Promise<void>): void {
  Promise.resolve()
    .then(work)
    .then(
      () => process.exit(0),
      (error: unknown) => {
        const isRefusal = error instanceof Refusal;
        process.stderr.write(
          `${isRefusal ? error.message : error instanceof Error ? error.stack : 'failed'}\n`,
        );
        process.exit(isRefusal ? 2 : 1);
      },
    );
}
