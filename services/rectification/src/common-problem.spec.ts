import { expect, it } from '@jest/globals';
import { problemStream } from '@zhibu/contracts';
import { editionPublished, registered } from './testing/facts.ts';
import { freshWorld } from './testing/world.ts';

const worldNow = freshWorld(
  editionPublished(),
  registered('W', 'work-committee'),
  registered('U', 'unit', 'W'),
  ...['B1', 'B2', 'B3'].map((id) => registered(id, 'branch', 'U')),
);

it('takes over what branches wait with, as duplicates of it, and leaves what is being rectified', async () => {
  const world = worldNow();
  const actor = { personId: 'P-2', role: 'operator', organizationId: 'W' };
  const send = async (name: string, data: object) => {
    const [outcome] = await world.door.handle([{ name, data }], actor);
    if (!outcome || 'refusal' in outcome) throw outcome?.refusal;
    return outcome.events[0]?.data;
  };
  const item = { aspect: 'organizational-life', item: '4.1' };
  const idOf = (data: object | undefined): string => (data && 'problemId' in data ? String(data.problemId) : '');
  const [first, second] = await Promise.all(
    ['B1', 'B2'].map(async (organizationId) =>
      idOf(await send('IdentifyProblem', { ...item, organizationId, source: { kind: 'self-check', reference: '1' } })),
    ),
  );
  const order = { problemId: second, item: '4.1', post: '书记', responsibleId: 'P-1', dueOn: '2023-07-01' };
  await send('OpenRectification', order);
  await world.settle();
  const basis = { documentNo: '示例〔2023〕9号' };
  const dated = { effectiveOn: world.today, basis };
  const common = idOf(await send('DeclareCommonProblem', { ...item, organizationId: 'W', ...dated }));
  await world.settle();
  const last = (await world.log('rectification')).at(-1);
  expect(last).toMatchObject({
    type: 'ProblemDismissed',
    stream: problemStream(first ?? ''),
    data: { because: 'duplicate', of: common, effectiveOn: world.today },
  });
  expect((await world.openDuties()).problems).toEqual([problemStream(second ?? ''), problemStream(common)].sort());
});
