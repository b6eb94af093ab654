/** PostgreSQL in a pod of the trial: makes its data folder and the database `zhibu` where there are none, then becomes the server. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';

const data = '/data/postgres';
const bin = '/opt/postgres/bin';
const options = {
  listen_addresses: '*',
  unix_socket_directories: '/tmp',
  max_connections: '500',
  shared_buffers: '128MB',
  ssl: 'on',
  ssl_cert_file: '/proof/tls.crt',
  ssl_key_file: '/proof/tls.key',
};

if (!existsSync(`${data}/PG_VERSION`)) {
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const superuser = ['--username=postgres', '--pwfile=/superuser/password', '--auth=scram-sha-256'];
  execFileSync(`${bin}/initdb`, ['-D', data, ...locale, ...superuser], { stdio: ['ignore', 'inherit', 'inherit'] });
  writeFileSync(`${data}/pg_hba.conf`, 'hostssl all all all scram-sha-256\n');
  execFileSync(`${bin}/postgres`, ['--single', '-D', data, 'postgres'], { input: 'CREATE DATABASE zhibu\n' });
  appendFileSync(
    `${data}/postgresql.conf`,
    Object.entries(options)
      .map(([name, value]) => `${name} = '${value}'\n`)
      .join(''),
  );
}
process.execve(`${bin}/postgres`, [`${bin}/postgres`, '-D', data], { ...process.env });
