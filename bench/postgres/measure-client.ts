import 'reflect-metadata';
import { randomInt } from 'node:crypto';
import { cityOf, makePerson } from '../person.entity';
import { type Client, type ClientName, CLIENTS } from './clients';

export const CALLS = [
  'findByKey',
  'findByEmail',
  'findCity',
  'exists',
  'count',
  'insert',
  'updateByKey',
] as const;
export type Call = (typeof CALLS)[number];

/** Calls a second, by call and by how many are in flight. */
export type Measurement = Record<Call, Record<string, number>>;

const AGES = 90;

/** Measures each call for a while: one process for each client and round. */
async function main([name, url, rowsText, msText]: readonly string[]): Promise<void> {
  const rows = Number(rowsText);
  const milliseconds = Number(msText);
  const client = await CLIENTS[name as ClientName](url ?? '');
  const work = callsOn(client, rows);
  const measurement: Partial<Measurement> = {};
  for (const call of CALLS) {
    measurement[call] = {
      '1': await callsPerSecond(work[call], 1, milliseconds),
      '16': await callsPerSecond(work[call], 16, milliseconds),
    };
  }
  process.stdout.write(JSON.stringify(measurement), () => process.exit(0));
}

function callsOn(client: Client, rows: number): Record<Call, () => Promise<unknown>> {
  const anyone = (): number => randomInt(rows);
  return {
    findByKey: () => client.findByKey(1 + anyone()),
    findByEmail: () => client.findByEmail(makePerson(anyone()).email),
    findCity: () => client.findCity(cityOf(anyone()), randomInt(AGES)),
    exists: () => client.exists(makePerson(anyone()).email),
    count: () => client.count(cityOf(anyone()), randomInt(AGES)),
    insert: () => client.insert(makePerson(randomInt(rows, 2 ** 47))),
    updateByKey: () => client.updateByKey(1 + anyone(), randomInt(AGES)),
  };
}

async function callsPerSecond(
  call: () => Promise<unknown>,
  inFlight: number,
  milliseconds: number,
): Promise<number> {
  const run = async (limit: number): Promise<number> => {
    const began = performance.now();
    let calls = 0;
    const caller = async (): Promise<void> => {
      while (performance.now() - began < limit) {
        await call();
        calls += 1;
      }
    };
    await Promise.all(Array.from({ length: inFlight }, caller));
    return (calls / (performance.now() - began)) * 1_000;
  };
  await run(milliseconds / 3);
  return run(milliseconds);
}

if (require.main === module) void main(process.argv.slice(2));
