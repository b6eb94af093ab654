import { describe, it } from '@jest/globals';
import type { CommandNamed, InspectionEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import { about, by, bySystem, concluded, finding, of, scheduled, term } from '../testing/inspection/examples.ts';
import { inspectionDecider } from './inspection.decider.ts';

const inspection = specification(inspectionDecider);
const record: CommandNamed<'RecordFinding'> = { name: 'RecordFinding', data: { ...of, ...finding('one', 'major') } };
const conclude: CommandNamed<'ConcludeInspection'> = {
  name: 'ConcludeInspection',
  data: { ...of, visitedOn: '2023-05-18' },
};

describe('an inspection is cancelled', () => {
  const cancel = (because: 'body-decided' | 'organization-dissolved'): CommandNamed<'CancelInspection'> => ({
    name: 'CancelInspection',
    data: { ...of, because, reason: '计划调整' },
  });
  const cancelled = (because: 'body-decided' | 'organization-dissolved'): InspectionEvent => ({
    type: 'InspectionCancelled',
    data: { ...about('2023-05-10'), because, reason: '计划调整', team: ['P-1', 'P-2'] },
  });
  const lives = { dissolvedOn: null, bodyAndAbove: [] };
  const gone = { ...lives, dissolvedOn: '2023-05-01' };

  it('by its body before the conclusion, once; nothing goes on from there', () => {
    inspection
      .given(scheduled())
      .when(cancel('body-decided'), { ...by('C'), ...lives })
      .then(cancelled('body-decided'));
    inspection
      .given(scheduled(), cancelled('body-decided'))
      .when(cancel('body-decided'), { ...by('C'), ...lives })
      .thenNothing();
    inspection
      .given(scheduled())
      .when(cancel('body-decided'), { ...by('W'), ...lives })
      .thenRefused('INSPECTION_OF_ANOTHER_BODY');
    inspection
      .given(scheduled(), concluded())
      .when(cancel('body-decided'), { ...by('C'), ...lives })
      .thenRefused('INSPECTION_CONCLUDED');
    const history = [scheduled(), cancelled('body-decided')];
    inspection
      .given(...history)
      .when(record, by('C', '2023-05-18'))
      .thenRefused('INSPECTION_CANCELLED');
    inspection
      .given(...history)
      .when(conclude, term('2023-05-19'))
      .thenRefused('INSPECTION_CANCELLED');
  });

  it('by the platform where the organization is dissolved, and only there', () => {
    const because = 'organization-dissolved';
    inspection
      .given(scheduled())
      .when(cancel(because), { ...bySystem(), ...gone })
      .then(cancelled(because));
    inspection
      .given(scheduled())
      .when(cancel(because), { ...bySystem(), ...lives })
      .thenRefused('INSPECTION_NOT_OVERTAKEN');
    inspection
      .given(scheduled())
      .when(cancel(because), { ...by('C'), ...gone })
      .then(cancelled(because));
    inspection
      .given(scheduled())
      .when(cancel(because), { ...by('W'), ...gone })
      .thenRefused('INSPECTION_OF_ANOTHER_BODY');
    inspection
      .given(scheduled())
      .when(cancel('body-decided'), { ...bySystem(), ...gone })
      .thenRefused('INSPECTION_OF_ANOTHER_BODY');
  });
});
