import { describe, expect, it } from '@jest/globals';
import type { EditionEvent } from '@zhibu/contracts';
import { type Actor, type EventMetadata, type Identified, Refusal } from '@zhibu/kernel';
import { aStandard, basis } from '../testing/examples.ts';
import { editionDecider } from './edition.decider.ts';

const id = 'stars:小〔2022〕1号';
const drafted: EditionEvent = { type: 'EditionDrafted', data: { editionId: id, content: aStandard() } };
const retitled = aStandard({ title: '另题' });
const nobodyGraded = { gradedUnder: [], beside: [] };

describe('whoever publishes an edition neither drafted nor revised it', () => {
  const [clerk, office] = ['committee-clerk', 'city-office'];
  const typed = (enteredBy: string) => ({ enteredBy: { personId: enteredBy, documentNo: '工委〔2022〕8号' } });
  const by = (personId: string, more: object = {}): Pick<EventMetadata, 'actor'> => ({
    actor: { personId, role: clerk, ...more },
  });
  const file = { file: 'edition.json', sha256: '0'.repeat(64), rows: [] };
  const revisedBy = (personId: string) => ({
    type: 'EditionRevised' as const,
    data: { editionId: id, content: retitled },
    metadata: by(personId),
  });
  const outcome = (history: readonly Identified<EditionEvent>[], actor: Actor, signed?: typeof basis) => {
    const state = history.reduce(editionDecider.evolve, editionDecider.initialState);
    const data = { editionId: id, ...(signed && { basis: signed }) };
    try {
      return editionDecider
        .decide({ name: 'PublishEdition', data }, state, { ...nobodyGraded, actor })
        .map(({ type }) => type);
    } catch (error) {
      return error instanceof Refusal ? error.code : error;
    }
  };
  const draftedBy = (metadata: Pick<EventMetadata, 'actor' | 'source'>) => ({ ...drafted, metadata });
  const [done, refused] = [['EditionPublished'], 'PUBLISHER_DRAFTED'];

  it.each([
    ['another person', [draftedBy(by('p-1'))], { personId: 'p-2', role: office }, undefined, done],
    ['who drafted it', [draftedBy(by('p-1'))], { personId: 'p-1', role: office }, undefined, refused],
    [
      'who revised what another had drafted',
      [draftedBy(by('p-1')), revisedBy('p-2')],
      { personId: 'p-2', role: office },
      undefined,
      refused,
    ],
    [
      'who drafted what another revised',
      [draftedBy(by('p-1')), revisedBy('p-2')],
      { personId: 'p-1', role: office },
      undefined,
      refused,
    ],
    [
      'who typed the draft',
      [draftedBy(by('p-1', typed('p-3')))],
      { personId: 'p-3', role: office },
      undefined,
      refused,
    ],
    [
      'who signed the draft, though another types his signature',
      [draftedBy(by('p-1'))],
      { personId: 'p-1', role: office, ...typed('p-3') },
      undefined,
      refused,
    ],
    ['a person who names a document', [draftedBy(by('p-1'))], { personId: 'p-1', role: office }, basis, refused],
    [
      'a person who says that it is from a file',
      [draftedBy({ ...by('p-1'), source: file })],
      { personId: 'p-1', role: office },
      undefined,
      refused,
    ],
    [
      'the operator, by the document of the body that signed it',
      [draftedBy(by('p-1', { role: 'operator' }))],
      { personId: 'p-1', role: 'operator' },
      basis,
      done,
    ],
    [
      'the operator, of a file that he takes in',
      [draftedBy({ ...by('p-1', { role: 'operator' }), source: file })],
      { personId: 'p-1', role: 'operator' },
      undefined,
      done,
    ],
    [
      'the operator, who drafted it himself',
      [draftedBy(by('p-1', { role: 'operator' }))],
      { personId: 'p-1', role: 'operator' },
      undefined,
      refused,
    ],
  ] as const)('%s', (...[, history, actor, signed, expected]) => {
    expect(outcome(history, actor, signed)).toEqual(expected);
  });
});
