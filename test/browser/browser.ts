import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import * as path from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where a Chromium is; null when there is none. */
export const CHROMIUM = process.env['CHROMIUM_PATH'] ?? PLACES.find((place) => existsSync(place)) ?? null;

/** Pictures of pages, to be looked at. */
const PICTURES = path.join(__dirname, '..', '..', 'test-output', 'pages');

export const SCREENS: Readonly<Record<string, BrowserContextOptions>> = {
  desktop: { viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  phone: { viewport: { width: 360, height: 740 }, colorScheme: 'light', hasTouch: true },
};

export function launch(): Promise<Browser> {
  // In a container it is often root who runs this, for whom Chromium has no sandbox.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: CHROMIUM ?? undefined, args });
}

/** What a browser complains of while it shows a page: what its policy keeps away, what fails, what is thrown. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    const isExpected = message
      .text()
      .startsWith('Failed to load resource: the server responded with a status of');
    if (message.type() === 'error' && !isExpected) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('requestfailed', (request) => complaints.push(`${request.url()} failed`));
  page.on('dialog', (dialog) => {
    complaints.push(`something ran: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return complaints;
}

export async function picture(page: Page, name: string): Promise<void> {
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage: true, timeout: 90_000 });
}
