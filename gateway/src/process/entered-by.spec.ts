import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { dig } from '../testing/asking.ts';
import { Duties, problemOf } from '../testing/duties.ts';
import { History } from '../testing/history.ts';
import { platformUnderTest, type PlatformUnderTest } from '../testing/platform.ts';

const enteredBy = { personId: 'P-7', documentNo: '支〔2023〕7号' };

let platform: PlatformUnderTest;
let history: History;
beforeAll(async () => {
  platform = await platformUnderTest();
  history = new History()
    .edition()
    .register('C', 'work-committee')
    .register('U', 'unit', 'C')
    .register('B1', 'branch', 'U')
    .grade('B1', '2022', { grade: 'general' });
  asTyped();
  new Duties(history).problem('B1', '4.2');
  asTyped();
  new Duties(history).rectified('B1', '4.2');
  await platform.record(history);
});
afterAll(() => platform.stop());

/** What was recorded last was typed in for who signed it. */
function asTyped(): void {
  Object.assign(history.events.at(-1)?.metadata.actor ?? {}, { enteredBy });
}

const problem = async (fields: string): Promise<unknown> =>
  dig(await platform.ask(`{ problem(id: "${problemOf('B1', '4.2')}") { ${fields} } }`), 'data', 'problem');

it('of what was entered on behalf one is told who typed it, and by which paper', async () => {
  expect(await problem('steps { actor enteredBy { personId documentNo } }')).toMatchObject({
    steps: [
      { actor: 'P-1', enteredBy },
      { actor: 'P-1', enteredBy: null },
    ],
  });
});

it('also where a grade was decided, and where the owning service tells it', async () => {
  const decided = `decision { actor enteredBy { personId documentNo } }`;
  const told = await platform.ask(`{
    rating(branchId: "B1", scheme: "classification", effectiveOn: "2023-01-31") { ${decided} }
    replay(branchId: "B1", scheme: "classification") { agreesWithReadModel steps { actor enteredBy { personId documentNo } } }
  }`);
  expect(dig(told, 'data')).toMatchObject({
    rating: { decision: { actor: 'P-1', enteredBy } },
    replay: { agreesWithReadModel: true, steps: [{ actor: 'P-1', enteredBy }] },
  });
});

it('the problem of an organization whose registration was cancelled since names it as it was registered', async () => {
  const asked = 'organization { code name kind } branch { organization { name } }';
  const before = await problem(asked);
  expect(before).toMatchObject({ organization: { code: 'B1', kind: 'branch' } });
  await platform.record(history.organization('B1', 'RegistrationCancelled', { reason: '误登' }));
  expect(await problem(asked)).toEqual(before);
});
