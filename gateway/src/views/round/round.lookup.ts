import {
  editionFor,
  type QuotaReading,
  quotaReadings,
  reasonOutside,
  type RoundEvent,
  type RoundOutside,
} from '@zhibu/contracts';
import { lastDayOf } from '@zhibu/kernel';
import type { ReadModel } from '../../read-model.ts';
import { editionById, type EditionRow } from '../edition/edition.lookup.ts';
import { clocks, holds, knownBy, type Moment } from '../moment.ts';
import type { SeenId } from '../../scope/seen.ts';
import { organizationsById } from '../organization/organization.lookup.ts';
import { outsideNamed, roundOf, type RoundRow } from './round.rules.ts';

/** A round as it was known, once it was opened. One statement. */
export async function roundById({ sql }: ReadModel, id: string, knownAt?: string): Promise<RoundRow | undefined> {
  const { rows } = await sql.query<RoundEvent & { readonly recordedAt: Date }>({
    name: 'round-events',
    text: 'SELECT type, data, recorded_at AS "recordedAt" FROM round_event WHERE round_id = $1 AND recorded_at <= $2::timestamptz ORDER BY revision',
    values: [id, knownBy(knownAt)],
  });
  const round = roundOf(rows);
  const notice = rows.findLast(({ type }) => type === 'RoundNoticeStarted');
  return round && { ...round, knownAt, noticeStartedAt: notice?.recordedAt.toISOString() };
}

/** An organization in the scope of a round. */
export interface InRound {
  readonly branchId: string;
  readonly unitId: string;
  readonly editionId: string;
  /** null: none was decided in the round. */
  readonly grade: string | null;
}

export interface RoundScope {
  readonly branches: readonly InRound[];
  readonly outside: readonly RoundOutside[];
  readonly editions: ReadonlyMap<string, EditionRow>;
}

/** When the tree of a round is looked at: on its period's last day, as it was known when the round was asked for. */
export const momentOf = ({ opened: { period }, knownAt }: RoundRow): Moment => ({ asOf: lastDayOf(period), knownAt });

const scopes = new WeakMap<RoundRow, Promise<RoundScope>>();

/** Whom a round is about, by code: what several of its fields rest on is looked up once. */
export function roundScope(model: ReadModel, round: RoundRow): Promise<RoundScope> {
  const known = scopes.get(round) ?? lookUpScope(model, round);
  scopes.set(round, known);
  return known;
}

async function lookUpScope(model: ReadModel, round: RoundRow): Promise<RoundScope> {
  const places = await placesOf(model, round);
  const [organizations, editions] = await Promise.all([
    organizationsById(
      { ...model, sql: model.figures },
      places.map(({ id }) => id),
      momentOf(round),
    ),
    editionsOf(model, round),
  ]);
  const exempt = new Set(round.exempt.map(({ branchId }) => branchId));
  const branches: InRound[] = [];
  const outside: RoundOutside[] = [];
  places.forEach((place, index) => {
    const organization = organizations[index];
    if (!organization || organization.form === 'temporary' || exempt.has(place.id)) return;
    const found = placeIn(round, place, organization);
    if (found) branches.push(found);
    else
      outside.push({
        branchId: place.id,
        reason: place.elsewhere ? 'confirmed-elsewhere' : reasonOutside(round.editions, organization),
      });
  });
  if (!round.closed) return { branches, outside, editions };
  const isHeld = ({ branchId, grade }: InRound): boolean => grade !== null || round.late.has(branchId);
  return { branches: branches.filter(isHeld), outside: outsideNamed(round), editions };
}

interface PlaceRow {
  readonly id: SeenId;
  readonly unitId: string;
  readonly grade: string | null;
  readonly editionId: string | null;
  readonly roundId: string | null;
  /** Confirmed in the round of another committee. */
  readonly elsewhere: boolean;
}

function placeIn(
  { id: roundId, editions }: RoundRow,
  { id, unitId, elsewhere, ...held }: PlaceRow,
  organization: { readonly kind: string; readonly sector: string | null },
): InRound | undefined {
  const edition = editionFor(editions, organization);
  if (!edition || elsewhere) return undefined;
  const { editionId } = edition;
  const isHere = held.roundId === roundId && held.editionId === editionId;
  return { branchId: id, unitId, editionId, grade: isHere ? held.grade : null };
}

/** Those of the kinds that the round grades, under its committee, with what the period came to for each. One statement. */
async function placesOf({ figures }: ReadModel, round: RoundRow): Promise<readonly PlaceRow[]> {
  const { workCommitteeId, scheme, period } = round.opened;
  const kinds = [...new Set<string>(round.editions.flatMap(({ subjects }) => subjects))];
  const { rows } = await figures.query<PlaceRow>(
    `SELECT p.organization_id AS id, r.grade, d.edition_id AS "editionId", d.round_id AS "roundId",
       coalesce(d.round_id <> $7 AND EXISTS (SELECT FROM round_closing c WHERE c.round_id = d.round_id AND c.recorded_at <= $2::timestamptz), false) AS elsewhere,
       coalesce(
         (SELECT a.ancestor_id FROM place a WHERE a.organization_id = p.organization_id AND a.depth > 0 AND ${holds('a')}
            AND EXISTS (SELECT FROM organization u WHERE u.id = a.ancestor_id AND u.kind = 'unit') ORDER BY a.depth LIMIT 1),
         (SELECT a.ancestor_id FROM place a WHERE a.organization_id = p.organization_id AND a.depth = p.depth - 1 AND ${holds('a')})
       ) AS "unitId"
     FROM place p
     LEFT JOIN rating_span r ON r.branch_id = p.organization_id AND r.scheme = $4 AND r.track = $5 AND ${holds('r')}
     LEFT JOIN decision d USING (branch_id, scheme, period, revision)
     WHERE p.ancestor_id = $3 AND p.kind = ANY($6) AND ${holds('p')} ORDER BY p.organization_id`,
    [...clocks(momentOf(round)), workCommitteeId, scheme, period, kinds, round.id],
  );
  return rows;
}

async function editionsOf(model: ReadModel, { editions }: RoundRow): Promise<ReadonlyMap<string, EditionRow>> {
  const found = await Promise.all(editions.map(({ editionId }) => editionById(model, editionId)));
  return new Map(found.flatMap((edition) => (edition ? [[edition.id, edition] as const] : [])));
}

/** Those that have a grade. */
export const gradedOf = (branches: readonly InRound[]): readonly (InRound & { readonly grade: string })[] =>
  branches.flatMap(({ grade, ...branch }) => (grade === null ? [] : [{ ...branch, grade }]));

/** The quotas of a round's editions over whom they count, as its grades stand now. */
export function quotasOf(round: RoundRow, { branches, editions }: RoundScope): readonly QuotaReading[] {
  const counted = gradedOf(branches);
  return round.editions.flatMap(({ editionId, groups }) => {
    const edition = editions.get(editionId);
    return edition ? quotaReadings({ editionId, content: edition.content }, groups, counted) : [];
  });
}

interface InputRow {
  readonly branchId: string;
  readonly input: string;
  readonly editionId: string | null;
}

/** Which inputs are recorded of gradings; an opening under another edition leaves none of those before it. One statement. */
export async function inputsRecorded(
  { figures }: ReadModel,
  branchIds: readonly string[],
  { opened: { scheme, period }, knownAt }: RoundRow,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { rows } = await figures.query<InputRow>({
    name: 'inputs-recorded',
    text: `SELECT branch_id AS "branchId", input, edition_id AS "editionId" FROM grading_input
      WHERE branch_id = ANY($1) AND scheme = $2 AND period = $3 AND recorded_at <= $4::timestamptz
      ORDER BY branch_id, revision`,
    values: [[...branchIds], scheme, period, knownBy(knownAt)],
  });
  return new Map([...Map.groupBy(rows, ({ branchId }) => branchId)].map(([id, told]) => [id, inputsOf(told)]));
}

function inputsOf(told: readonly InputRow[]): ReadonlySet<string> {
  const openings = told.flatMap(({ editionId }, index) => (editionId === null ? [] : [{ editionId, index }]));
  const last = openings.at(-1);
  const other = openings.findLast(({ editionId }) => editionId !== last?.editionId);
  const first = openings.find(({ index }) => index > (other?.index ?? -1));
  return new Set(told.slice(first?.index).map(({ input }) => input));
}
