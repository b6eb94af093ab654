import { describe, it } from '@jest/globals';
import type { CommandNamed, InspectionEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import { about, basis, by, concluded, of, scheduled, term, toRectify } from '../testing/inspection/examples.ts';
import { inspectionDecider } from './inspection.decider.ts';

const inspection = specification(inspectionDecider);
const said = { basis, demands: ['腾退活动场所'], dueOn: '2023-07-31' };
const issue = (change: object = {}): CommandNamed<'IssueNotice'> => ({
  name: 'IssueNotice',
  data: { ...of, ...said, ...change },
});
const acknowledge: CommandNamed<'AcknowledgeNotice'> = { name: 'AcknowledgeNotice', data: of };
const reply = (measures = '六月底前腾退'): CommandNamed<'ReplyToNotice'> => ({
  name: 'ReplyToNotice',
  data: { ...of, measures },
});
/** On Wednesday 21 June: the holiday that follows is no term, and the Sunday after it is worked. */
const TODAY = '2023-06-21';
const issued: InspectionEvent = {
  type: 'RectificationNoticeIssued',
  data: { ...about(TODAY), ...said, acknowledgeBy: '2023-06-27', replyBy: '2023-07-06' },
};
const acknowledged: InspectionEvent = { type: 'NoticeAcknowledged', data: about('2023-06-26') };
const replied: InspectionEvent = { type: 'NoticeReplied', data: { ...about('2023-06-26'), measures: '六月底前腾退' } };
const history = [scheduled(), toRectify];
const branch = by('B', '2023-06-26', 'P-8');

describe('a rectification notice', () => {
  it('is issued once where the inspection did not pass, with the terms of the branch', () => {
    inspection
      .given(...history)
      .when(issue(), term(TODAY))
      .then(issued);
    const failed = concluded({ outcome: 'fail' });
    inspection.given(scheduled(), failed).when(issue(), term(TODAY)).then(issued);
    inspection
      .given(...history, issued)
      .when(issue(), term('2023-06-26'))
      .thenNothing();
    inspection
      .given(...history, issued)
      .when(issue({ demands: ['其他'] }), term(TODAY))
      .thenRefused('NOTICE_KNOWN');
  });

  it.each([
    ['before the conclusion', [scheduled()], issue(), term(TODAY), 'INSPECTION_NOT_CONCLUDED'],
    ['of one that passed', [scheduled(), concluded()], issue(), term(TODAY), 'NOTICE_NOT_CALLED_FOR'],
    ['by another body', history, issue(), term(TODAY, 'W'), 'INSPECTION_OF_ANOTHER_BODY'],
    ['due today', history, issue({ dueOn: TODAY }), term(TODAY), 'NOTICE_DUE_OUT_OF_BOUNDS'],
    ['due in 181 days', history, issue({ dueOn: '2023-12-19' }), term(TODAY), 'NOTICE_DUE_OUT_OF_BOUNDS'],
    [
      'in a year without a calendar',
      history,
      issue({ dueOn: '2024-03-01' }),
      term('2023-12-28'),
      'WORKING_DAYS_UNKNOWN',
    ],
  ] as const)('is not issued %s', (...[, events, command, facts, code]) => {
    inspection
      .given(...events)
      .when(command, facts)
      .thenRefused(code);
  });

  it('is acknowledged once, then replied to once', () => {
    inspection
      .given(...history, issued)
      .when(acknowledge, branch)
      .then(acknowledged);
    inspection
      .given(...history, issued, acknowledged)
      .when(acknowledge, branch)
      .thenNothing();
    inspection
      .given(...history, issued, acknowledged)
      .when(reply(), branch)
      .then(replied);
    inspection
      .given(...history, issued, acknowledged, replied)
      .when(reply(), branch)
      .thenNothing();
    inspection
      .given(...history, issued, acknowledged, replied)
      .when(acknowledge, branch)
      .thenNothing();
    inspection
      .given(...history, issued, acknowledged, replied)
      .when(reply('另行安排'), branch)
      .thenRefused('NOTICE_ANSWERED');
  });

  it('is not replied to before it is acknowledged, nor either before it is issued', () => {
    inspection
      .given(...history, issued)
      .when(reply(), branch)
      .thenRefused('NOTICE_NOT_ACKNOWLEDGED');
    inspection
      .given(...history)
      .when(acknowledge, branch)
      .thenRefused('NOTICE_NOT_ISSUED');
    inspection
      .given(...history)
      .when(reply(), branch)
      .thenRefused('NOTICE_NOT_ISSUED');
  });
});
