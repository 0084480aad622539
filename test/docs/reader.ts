import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { codesInLog } from '../support/sign-in';
import { type Command, isAssignment } from './commands';
import { type DemoProcess, NPM_AS_IT_STANDS } from './demo-process';

/** Where pages say that the service is. */
const ADDRESS = 'localhost:3000';
/** What is run: requests to the service, questions about its database, readers of its log. */
const RUN = /^(curl (?!.*https:)|npm run db:|npm start \| )/;
/** Has curl say on the standard error how each request was answered. */
const CURLRC = 'silent\nshow-error\nmax-time = 60\nwrite-out = "%{stderr}%{http_code} "\n';

/** Where what a page says to paste is found in the answers so far. */
const PASTED: Readonly<Record<string, RegExp>> = {
  'PASTE-THE-TOKEN': /"token":"(apr_ses_[^"]+)"/g,
  'PASTE-THE-CHALLENGE-ID': /"challengeId":"([^"]+)"/g,
  'PASTE-THE-ETAG': /^etag: (.+?)\r?$/gim,
};

/** Somebody with a shell who does what pages say, one command after another, and pastes what the answers before hold. */
export class Reader {
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'ballast-reader-'));
  private answers = '';
  private address = 'someone@example.com';
  private page = '';
  private variables: string[] = [];

  constructor(
    private readonly service: DemoProcess,
    private readonly host: string,
    private readonly databaseUrl: string,
  ) {
    writeFileSync(path.join(this.folder, '.curlrc'), CURLRC);
  }

  static runs({ text }: Command): boolean {
    return text === 'npm run demo' || RUN.test(text);
  }

  /** @returns what was wrong; null when nothing was */
  async follow(command: Command): Promise<string | null> {
    // What starts the service that answers.
    if (command.text === 'npm run demo') return null;
    if (command.page !== this.page) this.variables = [];
    this.page = command.page;
    this.address = /"email":"([^"]+)"/.exec(command.text)?.[1] ?? this.address;
    const text = (await this.pasted(command.text)).replaceAll(ADDRESS, this.host);
    if (isAssignment(command)) {
      this.variables.push(text);
      return null;
    }
    return this.run(text);
  }

  close(): void {
    rmSync(this.folder, { recursive: true });
  }

  private async pasted(text: string): Promise<string> {
    let pasted = text;
    for (const [placeholder, pattern] of Object.entries(PASTED))
      if (pasted.includes(placeholder)) pasted = pasted.replaceAll(placeholder, this.latest(pattern));
    if (!pasted.includes('PASTE-THE-CODE')) return pasted;
    return pasted.replaceAll('PASTE-THE-CODE', await codesInLog(this.service).codeFor(this.address));
  }

  private latest(pattern: RegExp): string {
    return [...this.answers.matchAll(pattern)].at(-1)?.[1] ?? 'NOTHING-TO-PASTE';
  }

  private async run(text: string): Promise<string | null> {
    const log = path.join(this.folder, 'service.log');
    writeFileSync(log, this.service.text);
    const script = [...this.variables, text.replace(/^npm start(?= \| )/, `cat ${log}`)].join('\n');
    const env = {
      PATH: process.env['PATH'] ?? '',
      NODE_ENV: 'test',
      CURL_HOME: this.folder,
      PORT: this.host.replace(/^.*:/, ''),
      DATABASE_URL: this.databaseUrl,
      ADMIN_TOKEN: this.latest(/"token":"(apr_ses_[^"]+)"/g),
      ...NPM_AS_IT_STANDS,
    };
    const cwd = text.startsWith('npm run ') ? process.cwd() : this.folder;
    return new Promise((resolve) => {
      execFile('sh', ['-c', script], { cwd, env, timeout: 120_000 }, (error, out, told) => {
        this.answers += `${out}\n`;
        const isRefused = text.startsWith('curl ') && !/^(2\d\d )+$/.test(told);
        resolve(
          error || isRefused || (text.includes(' | ') && out === '')
            ? `${told}${out}${error?.message ?? ''}`
            : null,
        );
      });
    });
  }
}
