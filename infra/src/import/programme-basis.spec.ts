import { expect, it } from '@jest/globals';
import { WrongArguments } from '../terminal/arguments.adapter.ts';
import { basisText, programmeBasesOf } from './programme-basis.ts';

it('takes the basis of a level and kind, whose document may have a colon', () => {
  const given = [
    'city:standardization-site=approved:示例〔2020〕1号',
    'committee:party-building-site=entrusted: 来文:3 ',
  ];
  expect(programmeBasesOf(given)).toEqual([
    { level: 'city', kind: 'standardization-site', approval: 'approved', documentNo: '示例〔2020〕1号' },
    { level: 'committee', kind: 'party-building-site', approval: 'entrusted', documentNo: '来文:3' },
  ]);
  expect(programmeBasesOf(programmeBasesOf(given).map(basisText))).toEqual(programmeBasesOf(given));
});

it.each([
  'city:standardization-site',
  'city:standardization-site=approved',
  'city:standardization-site=approved:',
  'city:standardization-site=approved: ',
  'moon:standardization-site=approved:1号',
  'city:site=approved:1号',
  'city:standardization-site:2020-07-01=approved:1号',
  'city:standardization-site=allowed:1号',
  `city:standardization-site=approved:${'号'.repeat(201)}`,
])('takes nothing else: %s', (given) => {
  expect(() => programmeBasesOf([given])).toThrow(WrongArguments);
});
