import { expect, it } from '@jest/globals';
import { evidenceContract, type EvidenceEvent } from '@zhibu/contracts';
import { holdStatusLaw } from '@zhibu/contracts/testing';
import { type Actor, fold } from '@zhibu/kernel';
import { specification } from '@zhibu/kernel/testing';
import { evidenceDecider, type RegistrationFacts, type RemovalFacts } from './evidence.decider.ts';
import { handedIn, isHeld } from './evidence.state.ts';

const evidence = specification(evidenceDecider);
const sha256 = 'a1'.repeat(32);
const secretary: Actor = { personId: 'P-1', role: 'person', organizationId: 'B1' };
const inspector: Actor = { personId: 'P-7', role: 'person', organizationId: 'W' };
const by = (actor: Actor, event: EvidenceEvent): EvidenceEvent => {
  const sent = { ...event, metadata: { actor } };
  return sent;
};
const facts: RegistrationFacts & RemovalFacts = {
  today: '2023-03-10',
  actor: secretary,
  above: ['U', 'W'],
  organization: { alive: true },
  received: { size: 2048, type: 'application/pdf' },
};
const of = (organizationId = 'B1') => ({ sha256, organizationId });
const register = (data: object = {}) => ({
  name: 'RegisterEvidence' as const,
  data: { ...of(), name: '会议记录.pdf', ...data },
});
const remove = (organizationId = 'B1') => ({
  name: 'RemoveEvidence' as const,
  data: { ...of(organizationId), reason: '误传' },
});
const registered = (organizationId = 'B1', name = '会议记录.pdf'): EvidenceEvent => ({
  type: 'EvidenceRegistered',
  data: { ...of(organizationId), name, size: 2048, type: 'application/pdf', effectiveOn: '2023-03-10' },
});
const removed = (organizationId = 'B1'): EvidenceEvent => ({
  type: 'EvidenceRemoved',
  data: { ...of(organizationId), reason: '误传', effectiveOn: '2023-03-10' },
});

const his = by(secretary, registered());
const theirs = by(inspector, registered());

it('is registered for an organization with what came: its size, and what its content says that it is', () => {
  evidence.given().when(register(), facts).then(registered());
  const { data } = registered();
  evidence
    .given()
    .when(register({ takenOn: '2023-01-05' }), facts)
    .then({ type: 'EvidenceRegistered', data: { ...data, takenOn: '2023-01-05' } } as EvidenceEvent);
});

it('handed in again for the same organization is one, under its first name, also where nothing came with it', () => {
  evidence.given(his).when(register(), facts).thenNothing();
  evidence
    .given(his)
    .when(register({ name: '另名.pdf' }), { ...facts, received: null })
    .thenNothing();
});

it('serves several organizations, each of which hands it in for itself', () =>
  void evidence
    .given(registered())
    .when(register({ organizationId: 'B2' }), facts)
    .then(registered('B2')));

it.each<[string, object, Partial<RegistrationFacts>, string]>([
  ['that nobody has received', {}, { received: null }, 'EVIDENCE_NOT_RECEIVED'],
  [
    'that another organization has handed in, by its hash alone',
    { organizationId: 'B2' },
    { received: null },
    'EVIDENCE_NOT_RECEIVED',
  ],
  ['for an organization nobody registered', { organizationId: 'B9' }, { organization: null }, 'ORGANIZATION_UNKNOWN'],
  [
    'for a dissolved organization',
    { organizationId: 'B2' },
    { organization: { alive: false } },
    'ORGANIZATION_DISSOLVED',
  ],
  ['of tomorrow', { organizationId: 'B2', takenOn: '2023-03-11' }, {}, 'EFFECTIVE_IN_FUTURE'],
])('refuses a file %s', (...[title, data, given, code]) => {
  const before = title.includes('another') ? [registered()] : [];
  evidence
    .given(...before)
    .when(register(data), { ...facts, ...given })
    .thenRefused(code);
});

it('is removed for an organization, once, with the reason', () => {
  evidence.given(his).when(remove(), facts).then(removed());
  evidence.given(his, removed()).when(remove(), facts).thenNothing();
  evidence.given().when(remove(), facts).thenRefused('EVIDENCE_UNKNOWN');
  evidence.given(his).when(remove('B2'), facts).thenRefused('EVIDENCE_UNKNOWN');
});

const takenBack = (actor: Actor): EvidenceEvent => {
  const { data } = removed();
  return by(actor, { type: 'EvidenceRemoved', data: { ...data, stillHandedIn: true } } as EvidenceEvent);
};

it.each<[string, Actor]>([
  ['the branch of which it is evidence', secretary],
  ['who inspected then, and holds a duty of the branch now', { ...inspector, organizationId: 'B1' }],
  ['an organization beside', { ...secretary, organizationId: 'B2' }],
  ['who acts for nobody', { personId: 'P-1', role: 'operator' }],
])(
  'handed in by an inspector it is not removed by %s',
  (_who, actor) =>
    void evidence
      .given(theirs)
      .when(remove(), { ...facts, actor })
      .thenRefused('EVIDENCE_OF_OTHERS'),
);

it('is removed by whoever typed it for its signer, and by whoever acts for an organization above', () => {
  const signed = { ...secretary, enteredBy: { personId: 'P-5', documentNo: '1' } };
  const typist = { ...secretary, personId: 'P-5' };
  evidence
    .given(by(signed, registered()))
    .when(remove(), { ...facts, actor: typist })
    .then(removed());
  for (const organizationId of ['U', 'W'])
    evidence
      .given(his, theirs)
      .when(remove(), { ...facts, actor: { ...inspector, personId: 'P-8', organizationId } })
      .then(removed());
});

it('handed in by several is taken back by each for himself, and is gone with the last', () => {
  const rater: Actor = { personId: 'P-3', role: 'person', organizationId: 'B1' };
  const another = by(rater, registered());
  const asRater = { ...facts, actor: rater };
  evidence.given(his).when(register(), asRater).then(registered());
  evidence.given(his, another).when(register(), asRater).thenNothing();
  const { data } = removed();
  evidence
    .given(his, another)
    .when(remove(), facts)
    .then({ type: 'EvidenceRemoved', data: { ...data, stillHandedIn: true } } as EvidenceEvent);
  evidence.given(his, another, takenBack(secretary)).when(remove(), facts).thenNothing();
  evidence.given(his, another, takenBack(secretary)).when(remove(), asRater).then(removed());
  evidence.given(his, another, takenBack(secretary)).when(register(), facts).then(registered());
});

it('keeps the first name where another hands it in, too', () =>
  expect(handedIn(fold(evidenceDecider, [his, by(inspector, registered('B1', '另名.pdf'))])).get('B1')?.name).toBe(
    '会议记录.pdf',
  ));

it('may be handed in anew once it was removed', () =>
  void evidence.given(registered(), removed()).when(register(), facts).then(registered()));

it('is held as long as one organization has not removed it', () => {
  const after = (...events: readonly EvidenceEvent[]): boolean =>
    isHeld(events.reduce((state, event) => evidenceDecider.evolve(state, event), evidenceDecider.initialState));
  expect([
    after(),
    after(registered()),
    after(registered(), removed()),
    after(registered(), registered('B2'), removed()),
    after(registered(), removed(), registered()),
    after(his, theirs, takenBack(secretary)),
    after(his, theirs, by(inspector, removed())),
  ]).toEqual([false, true, false, true, true, true, false]);
});

it('has the status that its last step leads to', () =>
  expect(
    holdStatusLaw(evidenceContract, evidenceDecider, [
      { command: register(), facts },
      { command: remove(), facts: { ...facts, actor: inspector } },
    ]),
  ).toEqual(['EvidenceRegistered', 'EvidenceRemoved']));
