import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { services } from '@zhibu/contracts';
import { temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareSchemas } from '../launcher/schemas.ts';
import { provisionAccess } from '../provision/settings.ts';
import { withConnections } from './connections.ts';
import { endOf, exits } from './fault.ts';
import { type Place, placeOf } from './place.ts';
import { withSecretFiles } from './secrets.adapter.ts';
import { type Need, roleUrls } from './urls.ts';

const database = 'postgres://db:5432/zhibu';
const passwords = {
  PASSWORD_OWNER: 'own/er',
  PASSWORD_ORGANIZATION: 'o',
  PASSWORD_ASSESSMENT: 'a',
  PASSWORD_RECTIFICATION: 'r',
  PASSWORD_SUPERVISION: 's',
  PASSWORD_GATEWAY: 'g',
  PASSWORD_ACCESS: 'c',
  PASSWORD_PEOPLE: 'l',
  PASSWORD_ORGANIZATION_READER: 'or',
  PASSWORD_ASSESSMENT_READER: 'ar',
  PASSWORD_RECTIFICATION_READER: 'rr',
  PASSWORD_SUPERVISION_READER: 'sr',
  PASSWORD_GATEWAY_READER: 'gr',
};
const owner = (schema: string): Need => ({ schema, role: 'owner' });
const service = (schema: string): Need => ({ schema, role: 'service' });

/** What an operator is told, and the exit code. */
function told(work: () => unknown): readonly [string, number] {
  try {
    work();
  } catch (error) {
    const { wording, exit } = endOf(error);
    return [`${wording.zh}\n${wording.en}`, exit];
  }
  return ['nothing', exits.done];
}

describe('where a command works', () => {
  it('is the data folder or the database that is named, the command line before the environment', () => {
    expect(placeOf({ data: '/d' }, { DATABASE_URL: database })).toMatchObject({ kind: 'folder', path: '/d' });
    expect(placeOf({ database }, { ZHIBU_DATA: '/d' })).toMatchObject({
      kind: 'urls',
      environment: { DATABASE_URL: database },
    });
    expect(placeOf({}, { ZHIBU_DATA: '/d' })).toMatchObject({ kind: 'folder', path: '/d', isNamed: true });
    expect(placeOf({}, { STORE_URL_ASSESSMENT: database })).toMatchObject({ kind: 'urls' });
    expect(placeOf({}, {})).toMatchObject({ kind: 'folder', path: expect.stringMatching(/\.data$/), isNamed: false });
  });

  it.each<[string, () => Place]>([
    ['--data和--database都给出了', () => placeOf({ data: '/d', database }, {})],
    ['Both ZHIBU_DATA and DATABASE_URL are given', () => placeOf({}, { ZHIBU_DATA: '/d', DATABASE_URL: database })],
    ['--database must not hold a password', () => placeOf({ database: 'postgres://x:hidden@db/zhibu' }, {})],
    ['--database is not the URL of a database', () => placeOf({ database: 'db:5432' }, {})],
  ])('is refused in one sentence: %s', (sentence, place) => {
    const [says, exit] = told(place);
    expect([says, exit]).toEqual([expect.stringContaining(sentence), 2]);
    expect(says).not.toContain('hidden');
  });
});

describe('the roles of a database', () => {
  it('take their passwords from the settings that the processes are made with', () => {
    const urls = roleUrls([owner('gateway'), service('assessment')], { DATABASE_URL: database, ...passwords });
    expect(urls.map(({ url }) => url)).toEqual([
      'postgres://gateway_owner:own%2Fer@db:5432/zhibu',
      'postgres://assessment_service:a@db:5432/zhibu',
    ]);
  });

  it('are those of the URLs where these are the role’s own, and each store may be somewhere else', () => {
    const own = 'postgres://assessment_service:x@store:5432/zhibu?sslmode=require';
    const urls = roleUrls([service('assessment'), owner('assessment'), service('gateway')], {
      DATABASE_URL: 'postgres://gateway_service:y@db/zhibu',
      STORE_URL_ASSESSMENT: own,
      PASSWORD_OWNER: 'w',
    });
    expect(urls.map(({ url }) => url)).toEqual([
      own,
      'postgres://assessment_owner:w@store:5432/zhibu?sslmode=require',
      'postgres://gateway_service:y@db/zhibu',
    ]);
  });

  it('name every setting that is missing or wrong at once, and show none', () => {
    const [says, exit] = told(() =>
      roleUrls([owner('gateway'), service('assessment')], { STORE_URL_ASSESSMENT: 'mysql://root:hidden@db/x' }),
    );
    expect([says, exit]).toEqual([
      '设置有误：缺少DATABASE_URL；STORE_URL_ASSESSMENT不是数据库地址（postgres://主机/数据库）\n' +
        'Wrong settings: DATABASE_URL is missing; STORE_URL_ASSESSMENT is not the URL of a database (postgres://HOST/DATABASE)',
      2,
    ]);
  });
});

describe('a secret', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'zhibu-secret-'));
    writeFileSync(join(folder, 'owner'), 'from a file\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('may stand in a file, without its last line break', () => {
    expect(withSecretFiles({ PASSWORD_OWNER_FILE: join(folder, 'owner') })).toMatchObject({
      PASSWORD_OWNER: 'from a file',
    });
  });

  it('stands in one place, which can be read', () => {
    const given = { PASSWORD_OWNER_FILE: join(folder, 'owner'), PASSWORD_OWNER: 'hidden' };
    const [says, exit] = told(() => withSecretFiles({ ...given, PASSWORD_GATEWAY_FILE: join(folder, 'none') }));
    expect(says).toMatch(
      /PASSWORD_OWNER and PASSWORD_OWNER_FILE are both given.*PASSWORD_GATEWAY_FILE.*\(the system says: ENOENT\)/,
    );
    expect([says.includes('hidden'), exit]).toEqual([false, 2]);
  });
});

describe('the databases of a place', () => {
  let here: TemporaryDatabase;
  // Roles belong to the whole server, which other specs use meanwhile: the password is the one they know.
  const known = Object.fromEntries(Object.keys(passwords).map((name) => [name, 'secret']));
  beforeAll(async () => {
    here = await temporaryDatabase();
  });
  afterAll(() => here.drop());

  const plainUrl = (): string => {
    const url = new URL(here.adminUrl);
    [url.username, url.password] = ['', ''];
    return url.href;
  };
  async function reached(environment: Readonly<Record<string, string>>, ...needs: readonly Need[]): Promise<string> {
    try {
      await withConnections({ place: placeOf({}, environment), needs, purpose: 'a test' }, async () => undefined);
      return 'reached';
    } catch (error) {
      const { wording, exit } = endOf(error);
      return `${exit} ${wording.en}`;
    }
  }

  it('say what is wrong before anything is done: nobody there, not provisioned, a role turned away', async () => {
    const url = plainUrl();
    expect(await reached({ ...known, DATABASE_URL: 'postgres://127.0.0.1:1/zhibu' }, owner('gateway'))).toBe(
      '3 The database at 127.0.0.1:1/zhibu cannot be reached. See that the address is right and the server runs (the system says: ECONNREFUSED)',
    );
    await prepareSchemas(provisionAccess({ ...known, DATABASE_ADMIN_URL: here.adminUrl }));
    const needs = [...services.map(service), owner('gateway')];
    expect(await reached({ ...known, DATABASE_URL: url }, ...needs)).toBe('reached');
    expect(await reached({ ...known, PASSWORD_OWNER: 'wrong', DATABASE_URL: url }, ...needs)).toMatch(
      /^3 The database at .* refuses the role gateway_owner; check PASSWORD_OWNER$/,
    );
    const admin = new URL(here.adminUrl);
    admin.pathname = '/postgres';
    [admin.username, admin.password] = ['', ''];
    expect(await reached({ ...known, DATABASE_URL: admin.href }, owner('gateway'))).toMatch(
      /^3 The database at .*\/postgres has no schema gateway; run provision first$/,
    );
  });

  it('are nowhere, where neither the folder is there nor a database is named', async () => {
    expect(await reached({ ZHIBU_DATA: '/there/is/none' }, owner('gateway'))).toBe(
      '3 There is no data folder /there/is/none, and no database is named. Name a folder by --data, or the database by DATABASE_URL',
    );
  });
});
