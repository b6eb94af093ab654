import { describe, expect, it } from '@jest/globals';
import { services } from '@zhibu/contracts';
import type { Compose } from '../support/docker/compose.ts';
import type { Said } from '../support/docker/shell.ts';
import type { Asked } from '../support/duties.ts';

const WITHIN_MS = 300_000;
const PAUSE_MS = 500;
const BRANCH = '990200-SZGW-001-B001';
const POISON = '毒';
const NEXT = '市委办公室第一党支部（续）';

/** A composed platform with a small city in it, as an operator reaches it. */
export interface OperatedPlatform {
  readonly compose: Compose;
  readonly gateway: Asked;
  /** A folder of this machine that containers may write to. */
  readonly folder: string;
  readonly superuser: string;
  readonly owner: string;
  /** Fails where a grade is not that of the independent computation. */
  readonly comesToEveryGrade: () => Promise<void>;
}

/** Every operator's command, run in the image against a database that has no data folder. */
export function operatorCommands(platform: () => OperatedPlatform): void {
  const operator = (args: readonly string[], ...options: readonly string[]): Promise<Said> =>
    platform().compose.attempt('run', '--rm', '--no-deps', '-T', ...options, 'operator', ...args);
  const done = async (args: readonly string[], ...options: readonly string[]): Promise<string> => {
    const { code, output } = await operator(args, ...options);
    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
    return output;
  };
  /** As the database's superuser, in its own container. */
  const psql = (statement: string, database = 'zhibu'): Promise<string> => {
    const { compose, superuser } = platform();
    const call = [
      'psql',
      '-h',
      '127.0.0.1',
      '-U',
      'postgres',
      '-d',
      database,
      '-v',
      'ON_ERROR_STOP=1',
      '-Atc',
      statement,
    ];
    return compose.run('exec', '-T', '-e', `PGPASSWORD=${superuser}`, 'postgres', ...call);
  };
  const mounted = (): readonly string[] => ['--volume', `${platform().folder}:/backup`];

  describe('an operator’s command in a container', () => {
    it(
      'verify-log finds every log whole',
      async () => {
        const said = await done(['verify-log']);
        for (const service of services) expect(said).toContain(`${service}: intact`);
      },
      WITHIN_MS,
    );

    it(
      'audit replays every branch in agreement, and a document shows them, from the gateway of the environment',
      async () => {
        expect(await done(['audit', '--all', '--under', '990200'])).toMatch(/已核对24个党支部，0个不一致/);
        const paper = [
          'document',
          'unit-summary',
          '--under',
          '990200',
          '--period',
          '2022',
          '--out',
          '/backup/grades.xlsx',
        ];
        expect(await done(paper, ...mounted())).toContain('已生成/backup/grades.xlsx');
      },
      WITHIN_MS,
    );

    it(
      'parked lists a stream that stopped, fails to retry it while it is not mended, and then brings it back',
      async () => {
        await psql(TRIGGER);
        await renamed(POISON, '2023-02-01');
        await renamed(NEXT, '2023-02-02');
        await until(async () => (await done(['parked', 'list'])).includes(BRANCH));
        const [row = ''] = (await done(['parked', 'list'])).split('\n').filter((line) => line.includes(BRANCH));
        const [, , stream = ''] = row.split('\t');
        expect(row).toMatch(/\t2\t.*poison/);
        const failed = await operator(['parked', 'retry', stream]);
        expect([failed.code, failed.output]).toEqual([
          1,
          expect.stringContaining('the retry failed; 0 events were applied'),
        ]);
        await psql('DROP TRIGGER poison ON gateway.organization_fact');
        expect(await done(['parked', 'retry', stream])).toContain('2 events applied, no longer parked');
        expect(await done(['parked', 'list'])).toContain('Nothing is parked');
        expect([await nameOn('2023-02-01'), await nameOn('2023-02-02')]).toEqual([POISON, NEXT]);
      },
      WITHIN_MS,
    );

    it(
      'rebuild builds every view beside the live one, and switches',
      async () => {
        expect(await done(['rebuild', 'all'])).toContain('the content is equal; switched');
        expect(await done(['rebuild', 'all', '--give-up-back'])).toContain('the kept build is dropped');
        await platform().comesToEveryGrade();
      },
      WITHIN_MS,
    );

    it(
      'refill empties what every process keeps, and it comes again',
      async () => {
        const said = await done(['refill', 'all']);
        for (const schema of ['gateway', ...services]) expect(said).toContain(`${schema}: `);
        await until(() =>
          platform()
            .comesToEveryGrade()
            .then(
              () => true,
              () => false,
            ),
        );
        await platform().comesToEveryGrade();
      },
      WITHIN_MS,
    );

    it(
      'backup writes a file that provision and restore bring into another database, whole',
      async () => {
        expect(await done(['backup', '/backup/all.backup'], ...mounted())).toMatch(/Backed up to .* \(\d+ bytes\)/);
        await psql('CREATE DATABASE other', 'postgres');
        const { compose, superuser } = platform();
        const admin = `DATABASE_ADMIN_URL=postgres://postgres:${superuser}@postgres:5432/other?sslmode=verify-full`;
        const other = ['-e', 'DATABASE_URL=postgres://postgres:5432/other?sslmode=verify-full'];
        const early = await operator(['restore', '/backup/all.backup'], ...other, ...mounted());
        expect([early.code, early.output]).toEqual([
          3,
          expect.stringContaining('has no schema organization; run provision first'),
        ]);
        expect(await compose.run('run', '--rm', '--no-deps', '-T', '-e', admin, 'provision')).toContain(
          'Schemas and roles are as this program needs them',
        );
        const said = await done(['restore', '/backup/all.backup'], ...other, ...mounted());
        expect(said).toMatch(/assessment: \d+ events restored, new generation/);
        expect(await done(['verify-log'], ...other)).toContain('organization: intact');
        const again = await operator(['restore', '/backup/all.backup'], ...other, ...mounted());
        expect(again.code).toBe(3);
      },
      WITHIN_MS,
    );

    it(
      'topics finds them as declared',
      async () => {
        const said = await platform().compose.run('run', '--rm', '--no-deps', '-T', 'topics');
        expect(said).toContain('topics are as declared');
      },
      WITHIN_MS,
    );

    it(
      'says in one sentence what is wrong, and shows no password',
      async () => {
        const { owner } = platform();
        const cases: readonly (readonly [code: number, sentence: string, options: readonly string[]])[] = [
          [2, 'PASSWORD_GATEWAY is missing', ['-e', 'PASSWORD_GATEWAY=']],
          [2, 'Both ZHIBU_DATA and DATABASE_URL are given', ['-e', 'ZHIBU_DATA=/data']],
          [3, 'refuses the role gateway_service; check PASSWORD_GATEWAY', ['-e', `PASSWORD_GATEWAY=${owner}`]],
          [
            3,
            'The database at nowhere:5432/zhibu cannot be reached',
            ['-e', 'DATABASE_URL=postgres://nowhere:5432/zhibu'],
          ],
          [3, 'There is no data folder /app/.data, and no database is named', ['-e', 'DATABASE_URL=']],
        ];
        for (const [code, sentence, options] of cases) {
          const said = await operator(['parked', 'list'], ...options);
          expect([said.code, said.output]).toEqual([code, expect.stringContaining(sentence)]);
          expect(said.output).not.toContain(owner);
        }
      },
      WITHIN_MS,
    );
  });

  async function renamed(name: string, effectiveOn: string): Promise<void> {
    const mutation = `mutation ($input: RenameOrganizationInput!) { renameOrganization(input: $input) { projected } }`;
    await platform().gateway.query(mutation, { input: { organizationId: BRANCH, effectiveOn, name } });
  }

  async function nameOn(asOf: string): Promise<string> {
    const query = 'query ($code: String, $asOf: Date) { organization(code: $code, asOf: $asOf) { name } }';
    const { organization } = await platform().gateway.query<{ organization: { name: string } }>(query, {
      code: BRANCH,
      asOf,
    });
    return organization.name;
  }
}

/** Waits until something holds; the test's own time ends it where it never does. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds()))
    await new Promise((resolve) => {
      setTimeout(resolve, PAUSE_MS);
    });
}

/** The gateway's database cannot take one name: what stops is a stream of the read model, mended without the trigger. */
const TRIGGER = `CREATE OR REPLACE FUNCTION gateway.poison() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF NEW.value::text LIKE '%${POISON}%' THEN RAISE EXCEPTION 'poison'; END IF; RETURN NEW; END $$;
CREATE OR REPLACE TRIGGER poison BEFORE INSERT OR UPDATE ON gateway.organization_fact FOR EACH ROW EXECUTE FUNCTION gateway.poison()`;
