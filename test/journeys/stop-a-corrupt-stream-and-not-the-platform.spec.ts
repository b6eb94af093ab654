import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { command } from '../support/city.ts';
import { importedEdges } from '../support/imported-city.ts';
import { type PlatformUnderTest, run } from '../support/platform.ts';
import { look, tamper } from '../support/tamper.ts';

const BRANCH = '990200-SZGW-001-B001';
const OTHER = '990200-SZGW-001-B002';
const STREAM = `organization-${BRANCH}`;

let platform: PlatformUnderTest;
let revision: number;
beforeAll(async () => {
  platform = await importedEdges();
  const [last] = await look<{ revision: number }>(
    platform,
    `SELECT max(revision)::integer AS revision FROM organization.events WHERE stream = '${STREAM}'`,
  );
  revision = last?.revision ?? -1;
}, 240_000);
afterAll(() => platform.discard());

const naming = (name: string, effectiveOn: string): object => ({
  organizationId: BRANCH,
  effectiveOn,
  findings: [],
  name,
});

/** Appends an event after the stream's last by the store's own function, past every contract. */
async function smuggle(data: object): Promise<void> {
  const metadata = {
    commandId: 'by-hand',
    commandHash: '0'.repeat(64),
    correlationId: 'by-hand',
    actor: { personId: 'P-0', role: 'nobody' },
  };
  await tamper(platform, {
    schema: 'organization',
    values: [STREAM, revision, JSON.stringify(data), JSON.stringify(metadata)],
    statement: "SELECT append_one($1, $2, gen_random_uuid(), 'OrganizationRenamed', 1, $3, $4)",
  });
  revision += 1;
}

const parked = async (...args: readonly string[]): Promise<{ readonly code: number | null; readonly says: string }> => {
  const { code, stdout, stderr } = await run('parked', [...args, '--data', platform.data]);
  return { code, says: stdout + stderr };
};
/** The consumers for which the stream stands still, by the rows of `list`. */
const groupsIn = (says: string): readonly string[] =>
  says
    .split('\n')
    .filter((line) => line.includes(STREAM))
    .map((line) => line.split('\t')[0] ?? '');
const nameOn = async (code: string, asOf: string): Promise<string> =>
  (
    await platform.query<{ organization: { name: string } }>(
      'query ($code: String, $asOf: Date) { organization(code: $code, asOf: $asOf) { name } }',
      { code, asOf },
    )
  ).organization.name;
const rename = (organizationId: string, name: string): Promise<{ readonly projected: boolean }> =>
  command(platform, 'RenameOrganization', { organizationId, effectiveOn: '2023-04-01', name });

it('an event that does not fit its contract stops its stream and names itself', async () => {
  await smuggle(naming('坏', '2023-02-30'));
  await smuggle(naming('好', '2023-03-01'));
  // Whoever takes no OrganizationRenamed passes it by: it stops for these two alone.
  const takers = ['gateway', 'organization-references'];
  let listed = await parked('list');
  for (let attempt = 1; attempt < 10 && groupsIn(listed.says).length < takers.length; attempt += 1)
    listed = await parked('list');
  expect(groupsIn(listed.says).toSorted()).toEqual(takers);
  expect(listed.says).toContain(`OrganizationRenamed v1 at ${STREAM}@${revision - 1}: effectiveOn`);
});

it('what stood before is still answered, and a command on the stream says what is wrong', async () => {
  expect(await nameOn(BRANCH, '2023-04-01')).toBe('市委办公室第一党支部');
  const { body } = await platform.post('/commands/RenameOrganization', {
    data: { organizationId: BRANCH, effectiveOn: '2023-04-01', name: '新' },
  });
  expect(body).toMatchObject({
    code: 'STREAM_CORRUPT',
    status: 503,
    stream: STREAM,
    fault: expect.stringContaining('effectiveOn'),
  });
});

it('the other streams and the platform go on', async () => {
  expect(await rename(OTHER, '市委办公室第二党支部（新）')).toMatchObject({ projected: true });
  expect(await nameOn(OTHER, '2023-04-01')).toBe('市委办公室第二党支部（新）');
  expect((await fetch(`${platform.url}/health/ready`)).status).toBe(200);
});

it('is not discarded without a reason, and comes back once it is', async () => {
  expect((await parked('discard', STREAM)).code).toBe(2);
  const groups = groupsIn((await parked('list')).says);
  for (const group of groups) {
    const discarded = await parked(
      'discard',
      STREAM,
      '--group',
      group,
      '--actor',
      'P-1',
      '--reason',
      '手工写入的坏事件',
    );
    expect(discarded).toMatchObject({
      code: 0,
      says: expect.stringContaining(`OrganizationRenamed ${STREAM}@${revision - 1}`),
    });
  }
  expect(groupsIn((await parked('list')).says)).toEqual([]);
  expect([await nameOn(BRANCH, '2023-02-28'), await nameOn(BRANCH, '2023-03-01')]).toEqual([
    '市委办公室第一党支部',
    '好',
  ]);
  expect(
    await look(platform, "SELECT action, actor, reason FROM gateway.parked_action WHERE action = 'discard'"),
  ).toEqual([{ action: 'discard', actor: 'P-1', reason: '手工写入的坏事件' }]);
});
