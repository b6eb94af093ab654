import { expect, it } from '@jest/globals';
import { organizationContract } from '@zhibu/contracts';
import { holdStatusLaw } from '@zhibu/contracts/testing';
import fc from 'fast-check';
import {
  appointed,
  cancelled,
  cells,
  committee,
  confirmed,
  corrected,
  dissolved,
  elected,
  extended,
  formed,
  joined,
  members,
  moved,
  profiled,
  registration,
  reinstated,
  renamed,
  resultConfirmed,
  sectored,
  underUnit,
  vacated,
} from '../testing/sample.ts';
import { organizationDecider } from './organization.decider.ts';

const day = fc.constantFrom('2010-01-01', '2015-05-01', '2020-01-01', '2023-06-30');
const commandsOn = (on: string) => [
  registration(),
  renamed(on, on),
  moved(on, on),
  members(on, 5),
  elected(on, { termYears: 3 }),
  extended(on, '2030-01-01'),
  confirmed(on),
  vacated(on),
  cells(on, 2),
  profiled(on, { brand: on }),
  sectored(on, 'school'),
  committee(on, [{ post: 'secretary' }]),
  resultConfirmed(on),
  appointed(on, 'P-2'),
  formed(on, 'joint'),
  joined(on, 'U01'),
  corrected(on, { name: on }),
  dissolved(on),
  reinstated(on),
  cancelled(on),
];
type Asked = ReturnType<typeof commandsOn>[number];

/** Two histories with every kind of event between them, so that chance only adds to what is held. */
const examples: [Asked[]][] = [[commandsOn('2020-01-01')], [[cancelled('2020-01-01')]]];

const asked = day.chain((on) => fc.constantFrom<Asked[]>(...commandsOn(on)));

it('an organization has after every history the status that its last step leads to', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.array(asked, { maxLength: 20 }), (commands) => {
      const history = [registration(), ...commands].map((command) => ({ command, facts: underUnit }));
      for (const type of holdStatusLaw(organizationContract, organizationDecider, history)) seen.add(type);
    }),
    { numRuns: 300, examples },
  );
  expect([...seen].sort()).toEqual(Object.keys(organizationContract.events).sort());
});
