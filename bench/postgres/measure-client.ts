import 'reflect-metadata';
import { randomInt } from 'node:crypto';
import { cityOf, makePerson } from '../person.entity';
import { type Client, CLIENT_NAMES, type ClientName, CLIENTS } from './clients';

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
export const IN_FLIGHT = ['1', '16'] as const;

/** Calls a second, by client, call and how many are in flight. */
export type Measurement = Record<ClientName, Record<Call, Record<string, number>>>;

const AGES = 90;

/**
 * Measures each call for a while: one process for each round. The clients take turns within a call, each round another
 * one first, so that a machine that slows down slows all of them down.
 */
async function main([url, rowsText, msText, roundText]: readonly string[]): Promise<void> {
  const first = Number(roundText) % CLIENT_NAMES.length;
  const turns = [...CLIENT_NAMES.slice(first), ...CLIENT_NAMES.slice(0, first)];
  const clients = [];
  for (const name of turns)
    clients.push({ name, work: callsOn(await CLIENTS[name](url ?? ''), Number(rowsText)) });
  const measurement = Object.fromEntries(turns.map((name) => [name, {}])) as Measurement;
  for (const call of CALLS) {
    for (const inFlight of IN_FLIGHT) {
      for (const { name, work } of clients) {
        const rate = await callsPerSecond(work[call], Number(inFlight), Number(msText));
        measurement[name][call] = { ...measurement[name][call], [inFlight]: rate };
      }
    }
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
  await run(milliseconds / 2);
  return run(milliseconds);
}

if (require.main === module) void main(process.argv.slice(2));
