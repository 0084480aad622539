/** What is still open so long after the last test, some test has left behind. */
const PATIENCE_MS = 20_000;

/**
 * Ends the server that the set-up started, and the process with its result: one that would not end by itself because of
 * what a test has left open, and, where nothing is open, before node takes itself apart, which may never end.
 */
export default async function globalTeardown(): Promise<void> {
  await globalThis.ballastTestServer?.close();
  const patience = setTimeout(() => {
    const open = process.getActiveResourcesInfo().join(', ');
    process.stderr.write(`Some test has left this open, and the process would not end: ${open}\n`);
    process.exit();
  }, PATIENCE_MS);
  patience.unref();
  process.once('beforeExit', () => process.exit());
}
