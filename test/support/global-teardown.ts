/** Ends the server that the set-up started. */
export default async function globalTeardown(): Promise<void> {
  await globalThis.ballastTestServer?.close();
}
