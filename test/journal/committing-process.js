/**
 * Commits rows in a loop, several at a time, and writes the name of each to the standard output once it is acknowledged:
 * node committing-process.js DIRECTORY
 */
const { EntitySchema } = require('typeorm');
const { Journal } = require('../../dist/database/journal/journal');
const { InMemoryDataSource } = require('../../dist/database/memory/in-memory-data-source');

const Author = new EntitySchema({
  name: 'Author',
  tableName: 'authors',
  columns: {
    id: { type: 'int', primary: true, generated: true },
    name: { type: 'varchar', unique: true },
  },
});

async function main(directory) {
  const journal = await Journal.open({
    directory,
    sync: 'always',
    syncIntervalMs: 50,
    compaction: 'snapshot',
  });
  const dataSource = await new InMemoryDataSource({ entities: [Author], journal }).initialize();
  const commit = async (worker) => {
    for (let n = 0; ; n += 1) {
      const name = `${process.pid}/${worker}/${n}`;
      await dataSource.transaction(async (manager) => {
        await manager.insert(Author, { name });
        await manager.query('UPDATE authors SET name = name WHERE name = $1', [name]);
      });
      process.stdout.write(`${name}\n`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, worker) => commit(worker)));
}

void main(process.argv[2]);
