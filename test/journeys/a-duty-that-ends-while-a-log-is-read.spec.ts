import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../support/duties.ts';
import { assign, loggedIn, logIn, operator, register, type Session } from '../support/people.ts';
import { PlatformUnderTest } from '../support/platform.ts';

let platform: PlatformUnderTest;
let session: Session;
let dutyId: string;
beforeAll(async () => {
  platform = await PlatformUnderTest.start();
  await register(platform, [
    ['P', 'province', undefined],
    ['C', 'city', 'P'],
    ['W', 'work-committee', 'C'],
    ['U', 'unit', 'W'],
    ['V', 'work-committee', 'C'],
    ['X', 'unit', 'V'],
  ]);
  dutyId = await assign(platform, 'P-auditor', { duty: 'auditor', organizationId: 'W' });
  session = await loggedIn(platform, 'auditor', 'P-auditor');
}, 180_000);
afterAll(() => platform.discard());

interface Line {
  readonly stream?: string;
  readonly data?: { readonly organizationId?: string };
  readonly next?: string;
  readonly code?: string;
}

/** A page of a log, by lines; of a refusal its problem. */
async function page(after: string, headers: Session = session): Promise<readonly Line[]> {
  const response = await fetch(`${platform.url}/log/organization?after=${after}&limit=3`, { headers });
  return (await response.text())
    .trimEnd()
    .split('\n')
    .map((line): Line => JSON.parse(line));
}
const told: Line[] = [];
let next = '0';

it('an auditor reads the log page after page, and of it what stands under his committee', async () => {
  // The services learn of a duty by their feeds.
  await eventually(async () => expect(await page('0')).toContainEqual({ next: '3' }), 30_000);
  for (let from = ''; from !== next;) {
    from = next;
    const lines = await page(from);
    told.push(...lines.slice(0, -1));
    next = lines.at(-1)?.next ?? '';
  }
  const about = new Set(told.flatMap(({ data }) => data?.organizationId ?? []));
  expect([...about].sort()).toEqual(['U', 'W']);
});

it('his duty ends: of what is recorded from then on he is told nothing', async () => {
  await operator(platform, ['EndDuty', { personId: 'P-auditor', dutyId, reason: '调离' }]);
  await register(platform, [['U2', 'unit', 'W']]);
  // His session, by which the duty was used, ends with it; where the gateway hears of it later, the service tells nothing.
  const meanwhile: Line[] = [];
  await eventually(async () => {
    const lines = await page(next);
    meanwhile.push(...lines);
    expect(lines).toEqual([expect.objectContaining({ code: 'UNAUTHENTICATED' })]);
  }, 30_000);
  expect(meanwhile.filter(({ stream }) => stream !== undefined)).toEqual([]);
  const again = await logIn(platform, 'auditor');
  expect(await page(next, again)).toEqual([expect.objectContaining({ code: 'LOG_DUTY_MISSING' })]);
  expect(await page('0', again)).toEqual([expect.objectContaining({ code: 'LOG_DUTY_MISSING' })]);
});

it('the operator of the installation reads on', async () => {
  const lines = await page(next, {});
  // Who audits that committee reads that the duty ended, for it says at which organization.
  expect(lines.find(({ stream }) => stream === 'duty-P-auditor')?.data?.organizationId).toBe('W');
});
