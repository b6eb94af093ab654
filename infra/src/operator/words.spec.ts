import { expect, it } from '@jest/globals';
import type { Wording } from '@zhibu/contracts';
import { faults as backup, faultWords } from '../backup/vocabulary.ts';
import * as cluster from '../cluster/vocabulary.ts';
import * as launcher from '../launcher/vocabulary.ts';
import { says as topics } from '../topics/vocabulary.ts';
import { endOf } from './fault.ts';
import * as operator from './vocabulary.ts';

const SAID = 'connect ECONNREFUSED 127.0.0.1:2113';
const waiting = { what: 'the store of organization', error: SAID, since: 0 };
const misconfigured = Object.assign(new Error('PORT is missing; it must be a whole number'), {
  name: 'ConfigurationError',
});

/** What is said of a system's message, by the door that says it. */
const withDetail: readonly (readonly [string, Wording])[] = [
  ['a process that waits in vain', cluster.faults.waitsInVain('gateway', waiting)],
  ['a process that waits', cluster.notices.waiting('gateway', waiting)],
  ['a process that is not ready', cluster.faults.notReady('gateway', 120_000, SAID)],
  ['a process that ended', cluster.faults.ended('gateway', SAID)],
  ['a broker that cannot be used', topics.brokerFails(SAID)],
  ['a broker that cannot be started', topics.noBroker(SAID)],
  ['a topic that differs', topics.differs('organization has cleanup.policy=compact, declared is delete')],
  ['a database that does not start', launcher.faults.postgresFailed(SAID)],
  ['a database of another program', launcher.faults.schemaMismatch('0002_relay differs')],
  ['a folder that cannot be used', launcher.faults.folderUnusable('数据', 'EACCES')],
  ['a database that is not reached', operator.faults.unreachable('127.0.0.1', SAID)],
  ['a file that is not read', operator.wrong.file('PASSWORD_OWNER', 'ENOENT')],
  ['a fault of a log', faultWords('organization', { code: 'head-changed', position: 3n, says: 'the log ends at 3' })],
  ['whatever ends a command', endOf(new Error(SAID)).wording],
  ['a wrong setting', endOf(misconfigured).wording],
];

const TYPED =
  /gateway|organization|PostgreSQL|Kafka|Java|Maven|postgres\.log|logs(?=下)|--data|[A-Z_]+_FILE|127\.0\.0\.1/g;

it.each(withDetail)('of %s is a sentence of each language, with the system’s own words marked after it', (_, said) => {
  const [zh, en] = [said.zh.trim(), said.en.trim()];
  expect(zh).toMatch(/（系统信息：[^）]+）。?$/);
  expect(zh.replace(/（系统信息：[^）]+）/, '').replaceAll(TYPED, '')).not.toMatch(/[A-Za-z]{2,}|undefined/);
  expect(en.replaceAll('数据', '')).not.toMatch(/\p{Script=Han}|（/u);
});

it('whoever is told that a store is backed up by its own means is told what is not in it', () => {
  const { zh, en } = backup.elsewhere('npm run backup');
  for (const schema of ['access', 'people'])
    expect([zh, en]).toEqual([expect.stringContaining(schema), expect.stringContaining(schema)]);
  expect([zh, en]).toEqual([expect.stringContaining('pg_dump'), expect.stringContaining('pg_dump')]);
});
