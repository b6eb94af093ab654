import {
  type CommandNamed,
  type EditionContent,
  editionId,
  problemAspects,
  problemId,
  type ProblemSource,
  type Recorded,
  severityWords,
  sixHaves,
} from '@zhibu/contracts';
import { type Day, dayOf } from '@zhibu/kernel';

/** A finding as it is told: where, of what, by which source, on which day. */
export type Finding = CommandNamed<'IdentifyProblem'>['data'] & { readonly effectiveOn: Day };

/** Where in a grading something was found. */
export const inGrading = (reference: string): ProblemSource => ({ kind: 'grading', reference });

/** The source of a veto: recorded again after it was withdrawn, it is another one. */
export const vetoSource = (stream: string, revision: number, veto: string): ProblemSource =>
  inGrading(`${stream}@${revision}/${veto}`);

/** A veto, in the edition's words. */
export function ofVeto({ data, stream, revision, recordedAt }: Recorded<'VetoRecorded'>, says: string): Finding {
  const { branchId, period, veto, reason } = data;
  return {
    organizationId: branchId,
    aspect: 'other',
    item: veto,
    title: says,
    source: vetoSource(stream, revision, veto),
    period,
    ...(reason !== undefined && { note: reason }),
    effectiveOn: dayOf(recordedAt),
  };
}

/** Matched again with the same figures nothing is recorded; so each record is a finding of its own. One taken over was told. */
export const ofMismatches = ({
  data,
  stream,
  revision,
  recordedAt,
}: Recorded<'DataMatchRecorded' | 'StandingMatchRecorded'>): readonly Finding[] =>
  ('standing' in data && data.standing ? [] : data.mismatches).map(({ field, reported, system }) => ({
    organizationId: data.branchId,
    aspect: 'five-basics',
    item: field,
    source: { kind: 'data-match', reference: `${stream}@${revision}/${field}` },
    ...('period' in data && { period: data.period }),
    mismatch: { reported, system, source: data.source },
    effectiveOn: dayOf(recordedAt),
  }));

/** 六有: what is unmet, on the day of the check; yearly the unit checks it itself, otherwise an inspector. */
export const ofSixHaves = (check: Recorded<'SixHavesRecorded'>): readonly Finding[] => {
  const { data } = check;
  return data.items
    .filter(({ standing }) => standing === 'unmet')
    .map(({ item, evidence }) => ({
      organizationId: data.branchId,
      aspect: 'six-haves',
      item,
      source: {
        kind: data.occasion === 'yearly' ? 'self-check' : 'inspection',
        reference: `${checkOf(check)}/${item}`,
      },
      ...(evidence !== undefined && { evidence }),
      effectiveOn: data.effectiveOn,
    }));
};

/** Which check of the six haves it is. */
export const checkOf = ({ stream, revision }: Recorded<'SixHavesRecorded'>): string => `${stream}@${revision}`;

type InspectionFinding = Recorded<'InspectionConcluded'>['data']['findings'][number];

/** 督查发现: one that stands in a conclusion, and the id that a problem of it has; what was withdrawn before stands in none. */
export interface Inspected {
  readonly problemId: string;
  readonly inspectionId: string;
  readonly organizationId: string;
  readonly visitedOn: Day;
  readonly found: InspectionFinding;
  /** The conclusion that says so. */
  readonly cause: { readonly id: string; readonly correlationId: string };
}

export const inspectedIn = ({ id, data, metadata }: Recorded<'InspectionConcluded'>): readonly Inspected[] =>
  data.findings.map((found) => {
    const { inspectionId, organizationId, visitedOn } = data;
    const own = problemId({ organizationId, source: inInspection(inspectionId, found) });
    const cause = { id, correlationId: metadata.correlationId };
    return { problemId: own, inspectionId, organizationId, visitedOn, found, cause };
  });

const inInspection = (inspectionId: string, { findingId }: InspectionFinding): ProblemSource => ({
  kind: 'inspection',
  reference: `${inspectionId}/${findingId}`,
});

/** As it is told, on the day of the visit. */
export const ofInspected = ({ inspectionId, organizationId, visitedOn, found }: Inspected, what: What): Finding => ({
  organizationId,
  ...what,
  source: inInspection(inspectionId, found),
  note: `${severityWords[found.severity].zh}：${found.says}`,
  effectiveOn: visitedOn,
});

/** The inspection, or the check of the six haves, in which a problem's source was found, as far as the source says. */
export const foundInBy = ({ kind, reference }: ProblemSource): string | null =>
  kind === 'inspection' ? (reference.split('/')[0] ?? null) : null;

type What = Pick<Finding, 'aspect' | 'item' | 'title' | 'editionId'>;

/** The item of an edition in force, or of what no edition holds; null: it is of an edition that is not known, or of none. */
export function itemIn(found: InspectionFinding, editions: readonly EditionContent[]): What | null {
  const { aspect, item } = found;
  const edition = editions.find(({ aspects }) =>
    aspects.some((known) => known.aspect === aspect && known.items.some(({ code }) => code === item)),
  );
  if (edition) return { aspect, item, editionId: editionId(edition) };
  if (aspect === 'six-haves' && Object.hasOwn(sixHaves, item)) return { aspect, item };
  return problemAspects.some((known) => known === aspect) ? inItsWords(found) : null;
}

/** What is in no edition is `other`, by its words. */
export function inItsWords({ aspect, item, says }: InspectionFinding): What {
  const isBeyond = aspect !== 'six-haves' && problemAspects.some((known) => known === aspect);
  return { aspect: isBeyond ? aspect : 'other', item, title: says };
}

/** A finding to be told, and the open problem that it confirms; null: it is a problem of its own. */
export interface NamedFinding {
  readonly finding: Finding;
  readonly confirms: string | null;
  /** What it is found by, where it had waited. */
  readonly cause?: Inspected['cause'] | undefined;
}

/** A finding is a problem, or confirms again the one that is open. */
export function toName({
  finding,
  confirms,
}: NamedFinding): CommandNamed<'IdentifyProblem'> | CommandNamed<'ConfirmProblemAgain'> {
  if (confirms === null) return { name: 'IdentifyProblem', data: finding };
  const { organizationId: _of, aspect: _aspect, item: _item, title: _title, editionId: _edition, ...shows } = finding;
  return { name: 'ConfirmProblemAgain', data: { ...shows, problemId: confirms } };
}
