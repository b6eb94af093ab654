import {
  type CommandNamed,
  type EditionContent,
  editionId,
  problemAspects,
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

/** 督查发现: what stands in the conclusion, on the day of the visit; what was withdrawn before stands in none. */
export const ofInspection = (
  { data }: Recorded<'InspectionConcluded'>,
  editions: readonly EditionContent[],
): readonly Finding[] =>
  data.findings.map((found) => ({
    organizationId: data.organizationId,
    ...whatIn(found, editions),
    source: { kind: 'inspection', reference: `${data.inspectionId}/${found.findingId}` },
    note: `${severityWords[found.severity].zh}：${found.says}`,
    effectiveOn: data.visitedOn,
  }));

/** The inspection, or the check of the six haves, in which a problem's source was found, as far as the source says. */
export const foundInBy = ({ kind, reference }: ProblemSource): string | null =>
  kind === 'inspection' ? (reference.split('/')[0] ?? null) : null;

type InspectionFinding = Recorded<'InspectionConcluded'>['data']['findings'][number];

/** The item of an edition in force, or of what no edition holds; what is in none of these is `other`, by its words. */
function whatIn(
  { aspect, item, says }: InspectionFinding,
  editions: readonly EditionContent[],
): Pick<Finding, 'aspect' | 'item' | 'title' | 'editionId'> {
  const edition = editions.find(({ aspects }) =>
    aspects.some((known) => known.aspect === aspect && known.items.some(({ code }) => code === item)),
  );
  if (edition) return { aspect, item, editionId: editionId(edition) };
  if (aspect === 'six-haves' && Object.hasOwn(sixHaves, item)) return { aspect, item };
  const isBeyond = aspect !== 'six-haves' && problemAspects.some((known) => known === aspect);
  return { aspect: isBeyond ? aspect : 'other', item, title: says };
}
