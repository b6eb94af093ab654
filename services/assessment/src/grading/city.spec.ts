import { describe, expect, it } from '@jest/globals';
import type { GradingCommand, GradingEvent } from '@zhibu/contracts';
import { exact, type Exact, fold, toFixed } from '@zhibu/kernel';
import { aPlacement, assignmentUnder, demoEdition, demoFile, factsUnder, published } from '../testing/examples.ts';
import { gradingDecider } from './grading.decider.ts';
import type { GradingState } from './grading.state.ts';
import { measures } from './measure.rules.ts';

type Row = Readonly<Record<string, string>>;

function rowsByBranch(path: string): ReadonlyMap<string, readonly Row[]> {
  const [heading = '', ...lines] = demoFile(path).trim().split(/\r?\n/);
  const columns = heading.split(',');
  const rows = lines.map((line): Row =>
    Object.fromEntries(line.split(',').map((value, index) => [columns[index] ?? '', value])),
  );
  return Map.groupBy(rows, (row) => row['branchCode'] ?? '');
}

const edition = published(demoEdition('classification-2022'));
const itemised = edition.content.raters.filter(({ kind }) => kind === 'itemised').map(({ code }) => code);
const options = Object.keys(edition.content.poll?.scores ?? {});

/** The commands that an import sends for a branch. */
function commandsFor(
  branchId: string,
  city: Readonly<Record<'ratings' | 'polls' | 'basics' | 'vetoes', ReturnType<typeof rowsByBranch>>>,
): GradingCommand[] {
  const about = { branchId, scheme: 'classification', period: '2022' };
  const amount = (name: string, row: Row) => (row[name] ? { [name]: row[name] } : {});
  const ratings = itemised.map((rater): GradingCommand => ({
    name: 'SubmitRating',
    data: {
      ...about,
      rater,
      entries: (city.ratings.get(branchId) ?? [])
        .filter((row) => row['rater'] === rater)
        .map((row) => ({ item: row['itemCode'] ?? '', ...amount('deduction', row), ...amount('bonus', row) })),
    },
  }));
  const polls = (city.polls.get(branchId) ?? []).map((row): GradingCommand => ({
    name: 'RecordPoll',
    data: {
      ...about,
      ballots: Number(row['ballots']),
      answers: Object.fromEntries(options.map((option) => [option, Number(row[option])])),
    },
  }));
  const fields = (city.basics.get(branchId) ?? []).map((row) => ({
    field: row['field'] ?? '',
    reported: row['reported'] || null,
    system: row['system'] || null,
  }));
  const vetoes = (city.vetoes.get(branchId) ?? []).map((row): GradingCommand => ({
    name: 'RecordVeto',
    data: { ...about, veto: row['vetoCode'] ?? '' },
  }));
  return [
    { name: 'OpenGrading', data: about },
    ...ratings,
    ...polls,
    ...vetoes,
    { name: 'RecordDataMatch', data: { ...about, source: '智慧党建', fields } },
    { name: 'GradeBranch', data: about },
  ];
}

function gradingOf(commands: readonly GradingCommand[]): GradingState {
  const facts = factsUnder(edition, { placement: aPlacement(edition) });
  let state = gradingDecider.initialState;
  for (const command of commands)
    for (const event of gradingDecider.decide(command, state, facts)) state = gradingDecider.evolve(state, event);
  return state;
}

/** The file shows four places of a measure that counts unrounded. */
const shows = (fourPlaces: string | undefined, value: Exact): boolean =>
  Math.abs(Number(fourPlaces) - Number(toFixed(value, 8))) <= 0.00005;

describe.each([
  ['city-1000', 1000],
  ['edges-24', 24],
] as const)('%s', (folder, branches) => {
  const city = {
    ratings: rowsByBranch(`${folder}/ratings-2022.csv`),
    polls: rowsByBranch(`${folder}/polls-2022.csv`),
    basics: rowsByBranch(`${folder}/five-basics-2022.csv`),
    vetoes: rowsByBranch(`${folder}/vetoes-2022.csv`),
  };
  const expected = [...rowsByBranch(`${folder}/expected-grades.csv`).values()].flat();

  it('comes out with every score and grade of the independent implementation', () => {
    const computed = expected.map(({ branchCode = '', satisfaction }) => {
      const state = gradingOf(commandsFor(branchCode, city));
      if (state.status !== 'graded') throw new Error(`${branchCode} is not graded`);
      const { score, grade, decidedBy } = state.computed.decision;
      const measured = (name: string) => measures[name]?.of(state.inputs, edition.content) ?? exact(-1);
      return {
        branchCode,
        score,
        grade,
        veto: decidedBy.kind === 'veto' ? decidedBy.codes.join('+') : '',
        mismatches: toFixed(measured('dataMismatches'), 0),
        satisfaction: shows(satisfaction, measured('satisfaction'))
          ? satisfaction
          : toFixed(measured('satisfaction'), 4),
      };
    });
    expect(computed).toEqual(expected);
    expect(computed.length).toBe(branches);
  });

  it('explains every grade below the best by a finding, a poll, a gate or a veto', () => {
    const [best] = edition.content.grades;
    for (const { branchCode = '', grade } of expected.filter((row) => row['grade'] !== best?.code).slice(0, 100)) {
      const state = gradingOf(commandsFor(branchCode, city));
      if (state.status !== 'graded' || !state.computed.decision.next) throw new Error(`${branchCode} is not explained`);
      const {
        next: { pointsShort, blockedBy },
      } = state.computed.decision;
      expect(state.computed.decision.grade).toBe(grade);
      expect([pointsShort !== '0', blockedBy.length > 0]).toContain(true);
    }
  });
});

it('reads another standard by its data alone: the appraisal of 2021 asks a gate for a poll that no rater needs', () => {
  const appraisal = published(demoEdition('appraisal-2021'));
  const about = { branchId: 'B1', scheme: 'appraisal', period: '2021' };
  const opened: GradingEvent = {
    type: 'GradingOpened',
    data: assignmentUnder(appraisal, { ...about, roundId: 'W:appraisal:2021' }),
  };
  const history: GradingEvent[] = [opened];
  const send = (command: GradingCommand): void => {
    history.push(...gradingDecider.decide(command, fold(gradingDecider, history), factsUnder(appraisal)));
  };
  for (const rater of ['self', 'superior'])
    send({ name: 'SubmitRating', data: { ...about, rater, entries: [{ item: 'L1', deduction: '0.5' }] } });
  expect(() => send({ name: 'GradeBranch', data: about })).toThrow(
    expect.objectContaining({ code: 'INPUTS_MISSING', details: expect.objectContaining({ missing: ['poll'] }) }),
  );
  send({ name: 'RecordPoll', data: { ...about, ballots: 10, answers: { verySatisfied: 8, neutral: 2 } } });
  send({ name: 'GradeBranch', data: about });
  expect(history.at(-1)).toMatchObject({
    type: 'BranchGraded',
    data: {
      score: '99.50',
      scoreGrade: 'good',
      grade: 'general',
      label: '一般',
      focus: true,
      decidedBy: { kind: 'gate', codes: ['G1'] },
      next: {
        grade: 'fairly-good',
        pointsShort: '0',
        blockedBy: [{ kind: 'gate', code: 'G1', measured: '0.8000', bound: '< 0.9' }],
      },
    },
  });
});
