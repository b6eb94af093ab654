import {
  type CommandNamed,
  type EditionCommand,
  editionContract,
  type EditionEvent,
  editionId,
  publishersOf,
  refusing,
} from '@zhibu/contracts';
import { contentHash, decider, type FactsOf, periodOf, type Sent, shareAHand } from '@zhibu/kernel';
import { editionFaults } from './edition.rules.ts';
import { type EditionFault, fault } from './fault.rules.ts';
import { type EditionState, evolveEdition, initialEdition, type PublishedEdition } from './edition.state.ts';

const { refuseIf, refusal } = refusing(editionContract);

const decide = { DraftEdition: draft, ReviseEdition: revise, PublishEdition: publish, RetireEdition: retire };

export interface EditionDecision {
  readonly command: EditionCommand;
  readonly state: EditionState;
  readonly event: EditionEvent;
  readonly facts: FactsOf<typeof decide>;
}

export const editionDecider = decider<EditionDecision>({ initialState: initialEdition, evolve: evolveEdition, decide });

type Of<Name extends EditionCommand['name']> = CommandNamed<Name>['data'];

export interface PublicationFacts extends Pick<Sent, 'actor'> {
  /** Other editions for the same organizations under which some are graded in the period of the effective date. */
  readonly gradedUnder: readonly string[];
  /** Other published editions for the same organizations that take effect on the same day. */
  readonly beside: readonly string[];
}

function draft({ content }: Of<'DraftEdition'>, state: EditionState): EditionEvent[] {
  if (state.status === 'none') return [{ type: 'EditionDrafted', data: { editionId: editionId(content), content } }];
  const known = state.status === 'draft' ? state.content : state.edition.content;
  refuseIf(contentHash(known) !== contentHash(content), 'EDITION_EXISTS', {
    field: 'content.documentNo',
    editionId: editionId(content),
  });
  return [];
}

function revise({ editionId: id, content }: Of<'ReviseEdition'>, state: EditionState): EditionEvent[] {
  const drafted = draftOf(state);
  refuseIf(editionId(content) !== id, 'EDITION_ID_MISMATCH', {
    field: 'content.documentNo',
    expected: id,
    given: editionId(content),
  });
  if (contentHash(drafted.content) === contentHash(content)) return [];
  return [{ type: 'EditionRevised', data: { editionId: id, content } }];
}

function publish({ basis }: Of<'PublishEdition'>, state: EditionState, facts: PublicationFacts): EditionEvent[] {
  const { editionId: id, content, drafters } = draftOf(state);
  refuseIf(shareAHand(publishersOf(facts.actor, basis), drafters), 'PUBLISHER_DRAFTED', { editionId: id });
  const faults = editionFaults(content);
  const errors = [...faults, ...facts.beside.map(takenBy), ...facts.gradedUnder.map(alreadyGraded)];
  const field = 'content.effectiveFrom';
  refuseIf(faults.length > 0, 'EDITION_INVALID', { errors });
  refuseIf(facts.beside.length > 0, 'EDITION_BESIDE', { field, beside: facts.beside, errors });
  refuseIf(facts.gradedUnder.length > 0, 'EDITION_PERIOD_GRADED', {
    field,
    period: periodOf(content.effectiveFrom),
    gradedUnder: facts.gradedUnder,
  });
  return [
    {
      type: 'EditionPublished',
      data: { editionId: id, editionHash: contentHash(content), content, ...(basis && { basis }) },
    },
  ];
}

const takenBy = (id: string): EditionFault =>
  fault('effectiveFrom', `同日已有版本${id}生效`, `the edition ${id} takes effect on the same day`);

const alreadyGraded = (id: string): EditionFault =>
  fault('effectiveFrom', `该年度已按${id}定级`, `its period is already graded under ${id}`);

function retire({ editionId: id, effectiveOn, reason }: Of<'RetireEdition'>, state: EditionState): EditionEvent[] {
  if (state.status === 'retired' && state.retiredOn === effectiveOn) return [];
  const { content } = publishedEdition(state);
  refuseIf(state.status === 'retired', 'EDITION_RETIRED');
  refuseIf(effectiveOn < content.effectiveFrom, 'RETIREMENT_TOO_EARLY', {
    field: 'effectiveOn',
    effectiveFrom: content.effectiveFrom,
  });
  return [{ type: 'EditionRetired', data: { editionId: id, effectiveOn, reason } }];
}

function draftOf(state: EditionState) {
  switch (state.status) {
    case 'none':
      throw refusal('EDITION_UNKNOWN', { field: 'editionId' });
    case 'draft':
      return state;
    case 'published':
    case 'retired':
      throw refusal('EDITION_ALREADY_PUBLISHED', { editionId: state.edition.editionId });
  }
}

/** The edition once published, retired or not. @throws Refusal EDITION_UNKNOWN, EDITION_NOT_PUBLISHED */
export function publishedEdition(state: EditionState): PublishedEdition {
  switch (state.status) {
    case 'none':
      throw refusal('EDITION_UNKNOWN', { field: 'editionId' });
    case 'draft':
      throw refusal('EDITION_NOT_PUBLISHED', { field: 'editionId', editionId: state.editionId });
    case 'published':
    case 'retired':
      return state.edition;
  }
}
