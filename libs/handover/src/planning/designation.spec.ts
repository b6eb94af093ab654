import { describe, expect, it } from '@jest/globals';
import { judge, type Judgement } from '../judging/judgement.ts';
import {
  type Known,
  type KnownDesignation,
  type KnownProgramme,
  nothingGraded,
  nothingKnown,
} from '../judging/known.ts';
import { cell, edgesHandover, editionFile, type Edits, knownFrom } from '../testing/edges.ts';
import type { ProgrammeBasis } from './designation.commands.ts';
import { planOf } from './handover.commands.ts';
import { commandOf, type Planned } from './plan.ts';

/** The branch of row 8 is a party-building site of the committee; that of row 7 is designated by nobody. */
const [B1, B2, COMMITTEE] = ['990200-SZGW-001-B001', '990200-SZGW-001-B002', '990200-SZGW'] as const;
const ORGAN_COMMITTEE = '990200-SZGW-001-JW';
const SITE = `${COMMITTEE}-party-building-site`;
const before = edgesHandover();
const empty: Known = { ...nothingKnown, asked: true, today: '2026-11-30' };
const there = (differences: Partial<Known> = {}): Known => ({ ...knownFrom(before), ...differences });

const site: KnownProgramme = {
  id: SITE,
  level: 'committee',
  kind: 'party-building-site',
  since: '2026-11-30',
  subjects: ['branch'],
  approval: null,
  revision: 0,
};
const programmes = (...known: readonly Partial<KnownProgramme>[]): Pick<Known, 'programmes'> => ({
  programmes: new Map([[COMMITTEE, known.map((one) => ({ ...site, ...one }))]]),
});
const designated = (known: Partial<KnownDesignation> = {}, code: string = B2): Pick<Known, 'designations'> => ({
  designations: new Map([
    [
      code,
      [
        {
          programme: SITE,
          status: 'designated',
          inForce: true,
          prior: true,
          since: '2021-12-31',
          documentNo: '登记册所载以往命名',
          ...known,
        },
      ],
    ],
  ]),
});

const naming = (designations: string, row = 8): Edits => ({ register: cell(row, 'designations', designations) });
const judged = (edits: Edits = {}, known: Known = empty): Judgement => judge(edgesHandover(edits), known, '2022-12-31');
const planned = (judgement: Judgement, bases: readonly ProgrammeBasis[] = []) =>
  planOf(judgement, editionFile(), nothingGraded, { bases });
/** Beside the province's site, which stays as it is. */
const ofCommittee = (all: readonly Planned[]): readonly Planned[] =>
  all.filter(({ data }) => !('programmeId' in data && String(data.programmeId).startsWith('990000')));
const sent = (judgement: Judgement, bases: readonly ProgrammeBasis[] = []): readonly unknown[] => {
  const plan = planned(judgement, bases);
  return ofCommittee([...plan.programmes, ...plan.designations]).map(({ name, data }) => [name, data]);
};
const found = ({ faults }: Judgement): readonly string[] =>
  faults.map(({ row, column, code }) => `${row} ${column} ${code}`);
const warned = ({ warnings }: Judgement): readonly string[] =>
  warnings.filter(({ column }) => column === 'designations').map(({ row, code }) => `${row} ${code}`);

const registration = {
  programmeId: SITE,
  bodyId: COMMITTEE,
  level: 'committee',
  programmeKind: 'party-building-site',
  title: '市直工委级基层党建示范点',
  subjects: ['branch'],
};
const prior = {
  programmeId: SITE,
  organizationId: B2,
  since: '2021-12-31',
  basis: { documentNo: '登记册所载以往命名' },
  source: 'register.csv',
  bodyId: COMMITTEE,
};
const basis: ProgrammeBasis = {
  level: 'committee',
  kind: 'party-building-site',
  approval: 'approved',
  documentNo: '示例〔2020〕1号',
};

describe('the designations of a register', () => {
  it('come from before the platform, under a programme of their level and kind of the body above', () => {
    const judgement = judged();
    expect(sent(judgement)).toEqual([
      ['RegisterProgramme', registration],
      ['RecordPriorDesignation', prior],
    ]);
    expect(planned(judgement).programmes.map(({ subject }) => subject)).toEqual([COMMITTEE, '990000']);
    expect(ofCommittee(planned(judgement).designations)[0]?.source).toMatchObject({ file: 'register.csv', rows: [8] });
  });

  it('hold since the day that the row states, with its document; else on the last day of the year before', () => {
    const stated = judged(naming('committee:party-building-site:2019-07-01:示例〔2019〕7号'));
    const said = { since: '2019-07-01', basis: { documentNo: '示例〔2019〕7号' } };
    expect(sent(stated).slice(1)).toEqual([['RecordPriorDesignation', { ...prior, ...said }]]);
  });

  it('of one that opened since hold from its opening at the earliest', () => {
    const late = (rows: string[][]): string[][] =>
      cell(8, 'priorGrades', '')(cell(8, 'openedOn', '2022-03-01')(cell(8, 'committeeElectedOn', '2022-03-01')(rows)));
    const [, said] = sent(judged({ register: late, activities: (rows) => rows.slice(0, 1) }));
    expect(said).toEqual(['RecordPriorDesignation', { ...prior, since: '2022-03-01' }]);
  });

  it('of a committee are of a programme for that kind, too', () => {
    const [registered] = sent(judged(naming('committee:party-building-site', 6)));
    expect(registered).toEqual(['RegisterProgramme', { ...registration, subjects: ['branch', 'organ-committee'] }]);
    const known = there(programmes({}));
    expect(found(judged(naming('committee:party-building-site', 6), known))).toEqual([
      '6 designations designation-not-subject',
    ]);
    expect(ORGAN_COMMITTEE).toBe(before.register[4]?.code);
  });

  it('rest on what the operator states of their programme, once', () => {
    const approval = { programmeId: SITE, bodyId: COMMITTEE, approval: 'approved' };
    const recorded = ['RecordApprovalBasis', { ...approval, basis: { documentNo: '示例〔2020〕1号' } }];
    expect(sent(judged(), [basis])).toEqual([
      ['RegisterProgramme', registration],
      recorded,
      ['RecordPriorDesignation', prior],
    ]);
    const same = { approval: { code: 'approved', documentNo: '示例〔2020〕1号' } };
    const other = { approval: { code: 'before-2022', documentNo: '示例〔2020〕1号' } };
    expect(sent(judged({}, there({ ...programmes(same), ...designated() })), [basis])).toEqual([]);
    expect(sent(judged({}, there({ ...programmes(other), ...designated() })), [basis])).toEqual([recorded]);
    const ids = [1, 3].map((revision) => {
      const judgement = judged({}, there({ ...programmes({ ...other, revision }), ...designated() }));
      const [first] = ofCommittee(planned(judgement, [basis]).programmes);
      return first && commandOf(first).commandId;
    });
    expect(new Set(ids).size).toBe(2);
  });

  it('that nobody names with such a basis is told', () => {
    const warnings = planned(judged(), [basis, { ...basis, kind: 'advanced-organization' }]).warnings;
    expect(warnings.map(({ code, value }) => [code, value])).toEqual([
      ['programme-basis-unused', 'committee:advanced-organization'],
    ]);
  });

  it('are recorded once however often they come, under a programme of any id', () => {
    expect(sent(judged({}, there({ ...programmes({}), ...designated() })))).toEqual([]);
    const ids = [judged(), judged()].map((judgement) =>
      planned(judgement).designations.map((one) => commandOf(one).commandId),
    );
    expect(ids[0]).toEqual(ids[1]);
    const own = judged({}, there(programmes({ id: 'SITES' })));
    expect(ofCommittee([...planned(own).programmes, ...planned(own).designations]).map(({ data }) => data)).toEqual([
      { ...prior, programmeId: 'SITES' },
    ]);
  });
});

describe('a designation that the platform has otherwise', () => {
  it.each<[string, Edits, Known, readonly string[]]>([
    [
      'of the same day',
      naming('committee:party-building-site:2021-12-31'),
      there({ ...programmes({}), ...designated() }),
      [],
    ],
    [
      'of another day',
      naming('committee:party-building-site:2019-07-01'),
      there({ ...programmes({}), ...designated() }),
      ['8 designation-differs'],
    ],
    [
      'of another document',
      naming('committee:party-building-site:2021-12-31:示例〔2019〕7号'),
      there({ ...programmes({}), ...designated() }),
      ['8 designation-differs'],
    ],
    [
      'that was applied for',
      {},
      there({ ...programmes({}), ...designated({ status: 'applied', inForce: false, prior: false }) }),
      ['8 designation-decided'],
    ],
    ['that was designated here', {}, there({ ...programmes({}), ...designated({ prior: false }) }), []],
    [
      'that the register no longer names',
      naming(''),
      there({ ...programmes({}), ...designated() }),
      ['8 designation-standing'],
    ],
    [
      'that ended, and the register no longer names',
      naming(''),
      there({ ...programmes({}), ...designated({ status: 'revoked', inForce: false }) }),
      [],
    ],
  ])('%s is named and not changed', (...[, edits, known, warnings]) => {
    const judgement = judged(edits, known);
    expect([warned(judgement), found(judgement), sent(judgement)]).toEqual([warnings, [], []]);
  });
});

describe('what the platform would refuse is said at its row', () => {
  it('a day that has not come', () => {
    expect(found(judged(naming('committee:party-building-site:2026-12-01')))).toEqual(['8 designations day-in-future']);
    expect(found(judged(naming('committee:party-building-site:2026-11-30')))).toEqual([]);
  });

  it.each([
    ['2021-12-31', ['8 designations designation-not-prior']],
    ['2022-01-01', []],
  ])('a designation of no stated day where its programme was registered on %s: %j', (since, faults) => {
    expect(found(judged({}, there(programmes({ since }))))).toEqual(faults);
  });

  it('several programmes of a level and kind, of which none is known for the one', () => {
    expect(found(judged({}, there(programmes({ id: 'ONE' }, { id: 'OTHER' }))))).toEqual([
      '8 designations designation-ambiguous',
    ]);
    expect(sent(judged({}, there(programmes({ id: 'ONE' }, {}))))).toEqual([['RecordPriorDesignation', prior]]);
  });

  it('and goes back with its branch', () => {
    const judgement = judged(naming('committee:party-building-site:2026-12-01'));
    expect(planned(judgement).designations.map(({ subject }) => subject)).not.toContain(B2);
    expect([judgement.rejection.ungraded.has(B2), judgement.rejection.ungraded.has(B1)]).toEqual([true, false]);
  });
});
