import { describe, it } from '@jest/globals';
import type { CommandNamed, DesignationEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import {
  actorFor,
  anApplicant,
  aProgramme,
  basis,
  body,
  inForce,
  named,
  prior,
  subject,
} from '../testing/designation/examples.ts';
import { designationDecider } from './designation.decider.ts';
import type { PriorFacts } from './prior.decider.ts';

const designation = specification(designationDecider);

describe('a designation from before the platform', () => {
  const facts = (overrides: Partial<PriorFacts> = {}): PriorFacts => ({
    today: '2023-02-01',
    actor: body,
    programme: aProgramme(),
    applicant: anApplicant(),
    bodyAndAbove: ['W', 'C'],
    ...overrides,
  });
  const record = (data: object = {}): CommandNamed<'RecordPriorDesignation'> => ({
    name: 'RecordPriorDesignation',
    data: { ...named, since: '2021-07-01', basis, source: 'register.csv', ...data },
  });

  it('is taken in once, with its day, document and source, and does not expire by itself', () => {
    designation.given().when(record(), facts()).then(prior());
    designation.given(prior()).when(record(), facts()).thenNothing();
    designation
      .given(prior())
      .when(record({ source: '另一份.csv' }), facts())
      .thenNothing();
    designation
      .given(prior())
      .when({ name: 'ExpireDesignation', data: named }, { today: '2099-01-01', actor: actorFor(), dissolvedOn: null })
      .thenRefused('EXPIRY_NOT_DUE');
  });

  it('whatever has become of it since, is the same', () => {
    const expired: DesignationEvent = {
      type: 'DesignationExpired',
      data: { ...subject, effectiveOn: '2022-01-01', because: 'organization-dissolved' },
    };
    designation.given(prior(), expired).when(record(), facts()).thenNothing();
  });

  it.each<[string, readonly DesignationEvent[], object, Partial<PriorFacts>, string]>([
    ['of another day', [prior()], { since: '2020-07-01' }, {}, 'PRIOR_DESIGNATION_RECORDED'],
    ['beside one of the platform', inForce, {}, {}, 'PRIOR_DESIGNATION_RECORDED'],
    ['of a day that has not come', [], { since: '2023-02-02' }, {}, 'EFFECTIVE_IN_FUTURE'],
    ['of the day on which the programme was registered here', [], { since: '2023-01-10' }, {}, 'NOT_PRIOR'],
    ['by a programme nobody registered', [], {}, { programme: { status: 'none' } }, 'PROGRAMME_UNKNOWN'],
    ['of nobody the register knows', [], {}, { applicant: null }, 'ORGANIZATION_UNKNOWN'],
    ['of a kind the programme is not for', [], {}, { applicant: anApplicant({ kind: 'unit' }) }, 'NOT_A_SUBJECT'],
    ['under another body', [], {}, { applicant: anApplicant({ isUnderBody: false }) }, 'NOT_UNDER_BODY'],
  ])('is refused %s', (...[, history, data, given, code]) => {
    designation
      .given(...history)
      .when(record(data), facts(given))
      .thenRefused(code);
  });

  const operator = { personId: 'local-operator', role: 'operator' };
  const entered = { ...actorFor('J'), enteredBy: { personId: 'P-3', documentNo: '录〔2023〕1号' } };

  it.each<[string, PriorFacts['actor'], object, string | null]>([
    ['by the designating body', body, {}, null],
    ['by who stands above it', actorFor('C'), {}, null],
    ['by the superior of the branch alone', actorFor('J'), {}, 'PRIOR_OF_ANOTHER_BODY'],
    ['by that superior with the body’s document', actorFor('J'), { bodyId: 'W' }, 'PRIOR_OF_ANOTHER_BODY'],
    ['by who acts for nobody', actorFor(), { bodyId: 'W' }, 'PRIOR_OF_ANOTHER_BODY'],
    ['by the import, with the body’s document', operator, { bodyId: 'W' }, null],
    ['by the import, of nobody’s document', operator, {}, 'PRIOR_OF_ANOTHER_BODY'],
    ['by the import, with another body’s document', operator, { bodyId: 'C' }, 'NOT_THE_BODY'],
    ['entered from the body’s document', entered, { bodyId: 'W' }, null],
    ['entered from nobody’s document', entered, {}, 'PRIOR_OF_ANOTHER_BODY'],
    ['by the body in the name of another', body, { bodyId: 'C' }, 'NOT_THE_BODY'],
  ])('%s is taken in, or refused', (...[, actor, data, code]) => {
    const when = designation.given().when(record(data), facts({ actor }));
    if (code === null) when.then(prior(data));
    else when.thenRefused(code);
  });
});
