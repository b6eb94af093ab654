import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { services } from '@zhibu/contracts';
import { temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { ConfigurationError } from '@zhibu/service-kit';
import pg from 'pg';
import { prepareSchemas } from '../launcher/schemas.ts';
import { provisionAccess } from './settings.ts';

const schemas = [...services, 'gateway', 'access', 'people'];

/** A table of those that take no feed. */
const tables: Readonly<Record<string, string>> = { access: 'account', people: 'person' };

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

describe('the access that provisioning is given', () => {
  const access = provisionAccess({ DATABASE_ADMIN_URL: 'postgres://postgres:root@db:5432/zhibu', ...passwords });

  it('has a password a process, and one for the roles that migrate', () => {
    expect(
      [
        'organization_service',
        'gateway_service',
        'gateway_reader',
        'access_service',
        'gateway_owner',
        'access_owner',
      ].map(access.password),
    ).toEqual(['o', 'g', 'gr', 'c', 'own/er', 'own/er']);
    expect(access.url('assessment', 'owner')).toBe('postgres://assessment_owner:own%2Fer@db:5432/zhibu');
  });

  it('is refused with every missing or wrong setting named, and no password shown', () => {
    const wrong = (): unknown =>
      provisionAccess({ ...passwords, DATABASE_ADMIN_URL: 'mysql://root:hidden@db', PASSWORD_GATEWAY: '' });
    expect(wrong).toThrow(ConfigurationError);
    expect(wrong).toThrow(/DATABASE_ADMIN_URL.*\n.*PASSWORD_GATEWAY is missing/);
    expect(wrong).not.toThrow(/hidden/);
  });
});

describe('an empty database', () => {
  let database: TemporaryDatabase;
  // Roles belong to the whole server, which other specs use meanwhile: the password is the one they know.
  const known = Object.fromEntries(Object.keys(passwords).map((name) => [name, 'secret']));
  const provisioned = (): Promise<void> =>
    prepareSchemas(provisionAccess({ DATABASE_ADMIN_URL: database.adminUrl, ...known }));

  beforeAll(async () => {
    database = await temporaryDatabase();
  });
  afterAll(() => database.drop());

  it('has after it what every process needs, as the role of each; a second time changes nothing', async () => {
    await provisioned();
    const first = await applied();
    await provisioned();
    expect(await applied()).toEqual(first);
    expect(Object.keys(first)).toEqual(schemas);
    expect(Object.values(first).every((names) => names.length > 0)).toBe(true);
  });

  async function applied(): Promise<Readonly<Record<string, readonly string[]>>> {
    const found: Record<string, readonly string[]> = {};
    for (const schema of schemas) {
      const asOwner = new pg.Client({ connectionString: database.urlFor(`${schema}_owner`) });
      await asOwner.connect();
      const { rows } = await asOwner.query<{ name: string }>(
        `SELECT migration_name AS name FROM "${schema}"._prisma_migrations ORDER BY 1`,
      );
      await asOwner.end();
      const asService = new pg.Client({ connectionString: database.urlFor(`${schema}_service`) });
      await asService.connect();
      await asService.query(`SELECT * FROM "${schema}".${tables[schema] ?? 'feed_checkpoint'}`);
      await asService.end();
      found[schema] = rows.map(({ name }) => name);
    }
    return found;
  }
});
