import { randomInt } from 'node:crypto';
import { writeResults } from '../../bench/results';
import { eventually } from '../support/eventually';
import { type FaultReport, FaultRun } from './fault-run';
import { FAULTS } from './faults';
import { Ledger } from './ledger';
import { Random } from './random';
import { criteriaOf, describeFault, type Findings, faultTable, isTimed } from './report';
import { Sampler } from './sampler';
import { StateWatch } from './state-watch';
import { UserLoad } from './user-load';
import { UserRequests } from './user-requests';
import { WatchedService } from './watched-service';
import { World } from './world';

/**
 * The built service on a PostgreSQL to which everything happens that can happen, for SOAK_MINUTES (60), under a load
 * that remembers what it was told. SOAK_SEED repeats a sequence of faults. Ends with 1 when a criterion is not met; an
 * interrupt ends it sooner, with what was found until then.
 */
const MINUTES = Number(process.env['SOAK_MINUTES'] ?? 60);
const SEED = Number(process.env['SOAK_SEED'] ?? randomInt(2 ** 31));

const WORKERS = 8;
/** After so many faults what is there is compared with what was told. */
const FAULTS_PER_COMPARISON = 5;
const FIRST_CONNECTION_MS = 30_000;

async function main(): Promise<boolean> {
  console.log(`SOAK_SEED=${SEED} SOAK_MINUTES=${MINUTES}`);
  const world = await World.create();
  const service = new WatchedService(world.environment);
  try {
    const found = await soak(world, service);
    const { ledger, load, watch, reports } = found;
    const faults = faultTable(reports);
    const criteria = criteriaOf(found);
    console.table(faults);
    console.table(criteria);
    const { lost, twice, refusedAndWritten, inDoubt, compared } = ledger;
    const wrong = { lost, twice, refusedAndWritten, unexpected: load.unexpected, probes: watch.failures };
    for (const [kind, texts] of Object.entries(wrong)) console.log([`${kind}:`, ...texts].join('\n  '));
    const { answers } = load;
    const timed = reports.filter(isTimed).length;
    console.log(`answers: ${JSON.stringify(answers)}, compared: ${compared}, outcome unknown: ${inDoubt}`);
    console.log(`the machine had time to judge ${timed} of ${reports.length} faults by the clock`);
    const results = {
      seed: SEED,
      minutes: MINUTES,
      criteria,
      faults,
      answers,
      compared,
      inDoubt,
      timed,
      wrong,
    };
    writeResults('soak', { ...results, reports });
    return criteria.every(({ isMet }) => isMet);
  } finally {
    await service.remove();
    await world.close();
  }
}

async function soak(world: World, service: WatchedService): Promise<Findings> {
  const url = await service.ready();
  const random = new Random(SEED);
  const ledger = new Ledger();
  const watch = new StateWatch(url);
  await watch.until('healthy', FIRST_CONNECTION_MS);
  const requests = new UserRequests(url, await world.adminToken());
  const load = new UserLoad(requests, ledger, random.fork(), WORKERS);
  const sampler = new Sampler(service.pid, () => world.countSessions());
  const run = new FaultRun(world, watch, load, random.fork());
  const compare = (): Promise<void> =>
    load.whileQuiet(async () => ledger.compare(await eventually(() => world.users())));

  const reports: FaultReport[] = [];
  const isOver = untilOver();
  while (!isOver() && !service.hasEnded) {
    for (const fault of random.shuffle(FAULTS)) {
      if (isOver() || service.hasEnded) break;
      const report = await run.play(fault);
      reports.push(report);
      console.log(describeFault(report));
      if (reports.length % FAULTS_PER_COMPARISON === 0) await compare();
      await run.rest();
    }
  }
  await load.stop();
  await compare();
  sampler.stop();
  await watch.stop();
  const exitCode = await service.stop();
  const { log, samples } = service;
  const shown = world.passwords.filter((password) => log.includes(password)).length;
  const parts = { ledger, load, requests, watch, reports, falseAlarms: run.falseAlarms };
  return { ...parts, process: samples, samples: sampler.samples, exitCode, log, shown };
}

function untilOver(): () => boolean {
  const end = performance.now() + MINUTES * 60_000;
  let isInterrupted = false;
  process.once('SIGINT', () => {
    isInterrupted = true;
  });
  return () => isInterrupted || performance.now() >= end;
}

void main()
  .catch((error: unknown) => {
    console.error(error);
    return false;
  })
  .then((isGood) => process.exit(isGood ? 0 : 1));
