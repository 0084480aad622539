import { spawnSync } from 'node:child_process';

/** Prometheus's own checker is not on every machine: Debian has it in the package prometheus. */
export const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

/** `it` where promtool is found; otherwise a test that is skipped and says why. */
export function itWithPromtool(name: string, run: () => Promise<void>): void {
  if (hasPromtool) it(name, run);
  else it.skip(`${name} (promtool is not here: apt-get install prometheus)`, run);
}

/** What promtool finds fault with; nothing where it is content. */
export function promtool(args: readonly string[], input = ''): string {
  const { status, stdout, stderr } = spawnSync('promtool', args, { input, encoding: 'utf8' });
  return status === 0 ? stderr : `${stdout}${stderr}`;
}
