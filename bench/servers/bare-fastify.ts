import fastify from 'fastify';
import { Pool } from 'pg';

/** The least that can answer a user by id: Fastify and pg; BENCH_PREPARED=1 names the statement. */
async function main(): Promise<void> {
  const pool = new Pool({ connectionString: process.env['DATABASE_URL'], max: 15 });
  const text = 'SELECT * FROM users WHERE id = $1';
  const name = process.env['BENCH_PREPARED'] === '1' ? 'user-by-id' : undefined;
  const app = fastify();
  app.get<{ Params: { id: string } }>('/v1/users/:id', async (request, reply) => {
    const { rows } = await pool.query<object>({ text, values: [request.params.id], name });
    return rows[0] ?? reply.code(404).send();
  });
  await app.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' });
}

void main();
