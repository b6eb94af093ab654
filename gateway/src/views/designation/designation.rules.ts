import {
  type Basis,
  type DesignationStatus,
  type ProgrammeKind,
  programmeKinds,
  type ProgrammeLevel,
  programmeLevels,
} from '@zhibu/contracts';
import type { Day, Interval } from '@zhibu/kernel';
import { type CountedStep, joined } from '../../process/spans.rules.ts';
import { standings } from '../../process/standings.rules.ts';
import type { Standing, StepRow } from '../../process/standing.lookup.ts';
import { lastSaid } from '../problem/problem.rules.ts';

/** In force: named, whatever a reinspection has found since. */
export const IN_FORCE = ['designated', 'conditional', 'failed'] as const;
/** Applied for, and being dealt with. */
export const APPLIED = ['applied', 'noticed'] as const;

const among = (statuses: readonly string[], status: string): boolean => statuses.includes(status);
export const isInForce = (status: DesignationStatus): boolean => among(IN_FORCE, status);

/** By which steps a designation begins, or goes on anew. */
const BEGINNINGS: ReadonlySet<string> = new Set(['PriorDesignationRecorded', 'BranchDesignated', 'DesignationPassed']);

/** What the steps of a designation tell of it at a moment. */
export interface DesignationDetails {
  readonly level: ProgrammeLevel;
  readonly programmeKind: ProgrammeKind;
  /** Since when it is, or was, in force; of what never was: since when it stands as it does. */
  readonly since: Day;
  /** The first day on which its validity is over; null: it has no end, or was never in force. */
  readonly until: Day | null;
  /** The document of the naming, or of what was recorded of it. */
  readonly documentNo: string | null;
  readonly isPrior: boolean;
  readonly notice: { readonly from: Day; readonly to: Day } | null;
  readonly openObjections: number;
  /** 限期整改: until when the second look is due; null: there is no grace. */
  readonly graceUntil: Day | null;
  /** 复核不合格: until when a case is to be proposed, or the reason why not recorded. */
  readonly proposeBy: Day | null;
  /** 牌匾: until when it is to be returned; null: it is not, or it was. */
  readonly plaqueDueOn: Day | null;
}

/** What a designation is, as it stands; undefined where nothing is known of it. */
export function designationIn({ steps, status, since }: Standing<DesignationStatus>): DesignationDetails | undefined {
  const said = kindAndLevelIn(steps);
  if (!said) return undefined;
  const begun = steps.findLastIndex(({ type }) => BEGINNINGS.has(type));
  const current = steps.slice(Math.max(0, begun));
  return {
    ...said,
    ...namedBy(begun === -1 ? undefined : steps[begun], current, since),
    ...underNotice(steps, status),
    ...owedNow(current, status),
  };
}

type Named = Pick<DesignationDetails, 'since' | 'until' | 'documentNo' | 'isPrior'>;

function namedBy(naming: StepRow | undefined, current: readonly StepRow[], since: Day): Named {
  if (!naming) return { since, until: null, documentNo: null, isPrior: false };
  return {
    since: naming.effectiveOn,
    until: lastSaid(current, 'until'),
    documentNo: documentIn(naming),
    isPrior: naming.type === 'PriorDesignationRecorded',
  };
}

const owedNow = (
  current: readonly StepRow[],
  status: DesignationStatus,
): Pick<DesignationDetails, 'graceUntil' | 'proposeBy' | 'plaqueDueOn'> => ({
  graceUntil: status === 'conditional' ? lastSaid(current, 'graceUntil') : null,
  proposeBy: status === 'failed' ? lastSaid(current, 'proposeBy') : null,
  plaqueDueOn: status === 'revoked' ? plaqueDueIn(current) : null,
});

function kindAndLevelIn([first]: readonly StepRow[]): Pick<DesignationDetails, 'level' | 'programmeKind'> | undefined {
  // Every event of a designation says both.
  const level = programmeLevels.find((known) => known === first?.said['level']);
  const programmeKind = programmeKinds.find((known) => known === first?.said['programmeKind']);
  return level === undefined || programmeKind === undefined ? undefined : { level, programmeKind };
}

const documentIn = ({ said }: StepRow): string | null => {
  const basis: Partial<Basis> = Object(said['basis']);
  return basis.documentNo ?? null;
};

function underNotice(
  steps: readonly StepRow[],
  status: DesignationStatus,
): Pick<DesignationDetails, 'notice' | 'openObjections'> {
  const started = steps.findLastIndex(({ type }) => type === 'PublicNoticeStarted');
  if (status !== 'noticed' || started === -1) return { notice: null, openObjections: 0 };
  const since = steps.slice(started);
  const [from, to] = [lastSaid(since, 'from'), lastSaid(since, 'to')];
  const raised = since.filter(({ type }) => type === 'ObjectionRaised').length;
  const resolved = since.filter(({ type }) => type === 'ObjectionResolved').length;
  return { notice: from === null || to === null ? null : { from, to }, openObjections: raised - resolved };
}

const plaqueDueIn = (steps: readonly StepRow[]): Day | null =>
  steps.at(-1)?.type === 'PlaqueReturned' ? null : lastSaid(steps, 'plaqueDueOn');

/** 命名的级别、类别和状态, as one text: `committee:party-building-site:designated`. */
export function designationCounted(known: readonly CountedStep<DesignationStatus>[]): readonly Interval<string>[] {
  return joined(
    standings(known).map(({ from, to, value: { status, facets } }) => ({
      from,
      to,
      value: `${facets['level'] ?? ''}:${facets['kind'] ?? ''}:${status}`,
    })),
  );
}

/** What was counted as one text. */
export function countedAs(value: string): { readonly level: string; readonly kind: string; readonly status: string } {
  const [level = '', kind = '', status = ''] = value.split(':');
  return { level, kind, status };
}
