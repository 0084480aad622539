import * as fc from 'fast-check';
import { criteria } from './conditions';
import { contention } from './contention';
import type { EntityName } from './model/model';
import type { Handlers, Operation } from './operation';
import { builder, builderHandlers } from './operations/builders';
import { graph, GRAPH_ENTITIES, graphHandlers } from './operations/graphs';
import { read, readHandlers } from './operations/reads';
import { statement, statementHandlers } from './operations/statements';
import { begin, end, lockingRead, transactionHandlers, within } from './operations/transactions';
import { tree, treeHandlers } from './operations/trees';
import { write, writeHandlers } from './operations/writes';
import { QUERY_RUNNERS, withRunners, type Sequence } from './schedule';
import { key, newRow, patch } from './values';

export const handlers: Handlers = {
  ...readHandlers,
  ...writeHandlers,
  ...graphHandlers,
  ...treeHandlers,
  ...builderHandlers,
  ...statementHandlers,
  ...transactionHandlers,
};

const ENTITIES: readonly EntityName[] = [
  'Member',
  'Member',
  'Post',
  'Post',
  'Comment',
  'Profile',
  'Tag',
  'Seat',
  'Booking',
  'Owner',
  'Dependent',
  'Slot',
];
const entity = fc.constantFrom(...ENTITIES);

const transaction: fc.Arbitrary<Operation> = fc
  .tuple(fc.boolean(), fc.boolean(), fc.array(newRow('Comment'), { maxLength: 2 }))
  .map((args) => ({ name: 'transaction', args }));

const any: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 7, arbitrary: entity.chain(read) },
  { weight: 8, arbitrary: entity.chain(write) },
  {
    weight: 5,
    arbitrary: fc.constantFrom(...GRAPH_ENTITIES, 'Post' as const, 'Member' as const).chain(graph),
  },
  { weight: 2, arbitrary: fc.constantFrom<'Category' | 'Folder'>('Category', 'Folder').chain(tree) },
  { weight: 4, arbitrary: builder },
  { weight: 6, arbitrary: statement },
  { weight: 1, arbitrary: transaction },
);

/** One session, in a transaction now and then. */
const alone: fc.Arbitrary<Sequence> = fc.record({
  populated: fc.constantFrom(true, true, true, false),
  steps: fc.oneof(
    {
      weight: 3,
      arbitrary: fc.array(
        any.map((operation) => ({ session: 0, operation })),
        { minLength: 1, maxLength: 20, size: 'max' },
      ),
    },
    {
      weight: 1,
      arbitrary: fc.array(
        fc
          .oneof(
            { weight: 8, arbitrary: any },
            { weight: 1, arbitrary: begin },
            { weight: 1, arbitrary: end },
            { weight: 1, arbitrary: within },
          )
          .map((operation) => ({ session: 1, operation })),
        { minLength: 1, maxLength: 20, size: 'max' },
      ),
    },
  ),
});

/** Writes that meet those of others on a few rows. */
const nearby: fc.Arbitrary<Operation> = fc
  .constantFrom<EntityName>(
    'Member',
    'Post',
    'Owner',
    'Slot',
    'Dependent',
    'Tag',
    'Comment',
    'Seat',
    'Booking',
  )
  .chain((name) =>
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc
          .tuple(key(name), patch(name, false))
          .map((args) => ({ name: 'update', args: [name, ...args], ordered: true })),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(criteria(name), patch(name, true))
          .map((args) => ({ name: 'update', args: [name, ...args], ordered: true })),
      },
      { weight: 2, arbitrary: write(name) },
      {
        weight: 1,
        arbitrary: key(name).map((which) => ({ name: 'delete', args: [name, which], ordered: true })),
      },
      {
        weight: 2,
        arbitrary: newRow(name).map((row) => ({ name: 'insert', args: [name, row], ordered: true })),
      },
    ),
  );

const sessions = fc.nat({ max: QUERY_RUNNERS });

/** Several sessions, their transactions interleaved step by step. */
const interleaved: fc.Arbitrary<Sequence> = fc.record({
  populated: fc.constant(true),
  steps: fc
    .tuple(
      fc.array(fc.tuple(fc.integer({ min: 1, max: QUERY_RUNNERS }), begin), { minLength: 1, maxLength: 3 }),
      fc.array(
        fc.tuple(
          sessions,
          fc.oneof(
            { weight: 8, arbitrary: nearby },
            { weight: 3, arbitrary: lockingRead },
            {
              weight: 3,
              arbitrary: fc.constantFrom<EntityName>('Member', 'Post', 'Owner', 'Slot').chain(read),
            },
            { weight: 1, arbitrary: graph('Post') },
            { weight: 2, arbitrary: statement },
            { weight: 2, arbitrary: begin },
            { weight: 3, arbitrary: end },
            { weight: 1, arbitrary: within },
          ),
        ),
        { minLength: 1, maxLength: 18, size: 'max' },
      ),
    )
    .map(([openings, work]) =>
      withRunners([...openings, ...work].map(([session, operation]) => ({ session, operation }))),
    ),
});

/** Several sessions that get into each other's way. */
const contended: fc.Arbitrary<Sequence> = fc.record({
  populated: fc.constant(true),
  steps: contention.map(withRunners),
});

export const sequence: fc.Arbitrary<Sequence> = fc.oneof(
  { weight: 5, arbitrary: alone },
  { weight: 1, arbitrary: interleaved },
  { weight: 4, arbitrary: contended },
);
