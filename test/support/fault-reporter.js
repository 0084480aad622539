const range = (first, last) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** The faults of docs/faults.md. */
const FAULTS = range(1, 46);

/** Prints what became of each fault, and fails the run when one has failed or has no test. */
class FaultReporter {
  rows = new Map(FAULTS.map((fault) => [fault, { passed: 0, failed: 0, skipped: 0, ms: 0 }]));
  error = undefined;

  onTestResult(_test, { testResults }) {
    for (const { fullName, status, duration } of testResults) {
      for (const [, fault] of fullName.matchAll(/\[fault (\d+)\]/g)) {
        const row = this.rows.get(Number(fault));
        if (!row) continue;
        row[status === 'passed' || status === 'failed' ? status : 'skipped'] += 1;
        row.ms += duration ?? 0;
      }
    }
  }

  onRunComplete() {
    const wrong = [];
    const lines = ['fault  tests  result       ms'];
    for (const [fault, { passed, failed, skipped, ms }] of this.rows) {
      const tests = passed + failed + skipped;
      const result = tests === 0 ? 'no test' : failed > 0 ? 'FAILED' : passed > 0 ? 'passed' : 'skipped';
      if (tests === 0 || failed > 0) wrong.push(fault);
      lines.push(
        `${String(fault).padStart(5)}  ${String(tests).padStart(5)}  ${result.padEnd(7)}  ${String(Math.round(ms)).padStart(6)}`,
      );
    }
    if (wrong.length > 0) {
      lines.push('', `Failed, or without a test: ${wrong.join(', ')}`);
      this.error = new Error('not every fault has a test that passes');
    }
    process.stdout.write(`\n${lines.join('\n')}\n`);
  }

  getLastError() {
    return this.error;
  }
}

module.exports = FaultReporter;
