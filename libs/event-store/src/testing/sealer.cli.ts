import pg from 'pg';
import { Sealer } from '../adapters/postgres/seal.ts';

/**
 * A sealer in a process of its own, to be killed and stopped by tests: `sealer.cli.ts URL SCHEMA run|hold`. `hold` does the
 * hardest case: a batch sealed and not committed, held until the process dies.
 */
const [url = '', schema = '', mode = 'run'] = process.argv.slice(2);

if (mode === 'hold') {
  const client = new pg.Client({ connectionString: url, options: `-c search_path=${schema}` });
  await client.connect();
  await client.query('BEGIN');
  await client.query('SELECT seal(1000, true)');
} else {
  await new Sealer({ url, schema }).start();
}
process.stdout.write('ready\n');
setInterval(() => undefined, 60_000);
