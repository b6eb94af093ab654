import { dutyTable, eventWords, type Language, type Wording } from '@zhibu/contracts';
import type { Step } from '../generated/schema.ts';
import type { StepRow } from './standing.lookup.ts';

/** A step as people read it; what caused it is found by its event. */
export type StepShown = Omit<Step, 'causedBy' | '__typename'>;

/** In whose words steps are shown. */
interface Shown {
  readonly words: Readonly<Record<string, Wording>>;
  readonly language: Language;
}

/** Steps as people read them, in the order of recording, each with where its instance stands after it. */
export function stepsShown(steps: readonly StepRow[], { words, language }: Shown): readonly StepShown[] {
  let status: string | null = null;
  return steps.map((step) => {
    status = step.status ?? status;
    const { eventId, type, revision, effectiveOn, recordedAt, said } = step;
    return {
      eventId,
      type,
      revision,
      effectiveOn,
      recordedAt: recordedAt.toISOString(),
      ...actorShown(step, language),
      says: eventWords[type]?.[language] ?? type,
      ...groundsShown(said),
      status,
      statusLabel: status === null ? null : (words[status]?.[language] ?? status),
    };
  });
}

type ActorShown = Pick<StepShown, 'actor' | 'duty' | 'dutyLabel' | 'actedFor' | 'enteredBy'>;

/** The platform itself and its operator act by no duty. */
const duties = new Map<string, { readonly words: Wording }>(Object.entries(dutyTable));

function actorShown({ actor }: StepRow, language: Language): ActorShown {
  const duty = duties.get(actor.role);
  return {
    actor: actor.personId,
    duty: duty ? actor.role : null,
    dutyLabel: duty?.words[language] ?? null,
    actedFor: actor.organizationId ?? null,
    enteredBy: actor.enteredBy ?? null,
  };
}

/** Why a step was taken, and on what it rests. */
function groundsShown(said: StepRow['said']): Pick<StepShown, 'reason' | 'basis' | 'evidence'> {
  const { documentNo }: { documentNo?: unknown } = Object(said['basis']);
  return {
    reason: typeof said['reason'] === 'string' ? said['reason'] : null,
    basis: typeof documentNo === 'string' ? documentNo : null,
    evidence: Array.isArray(said['evidence']) ? said['evidence'].map(String) : [],
  };
}
