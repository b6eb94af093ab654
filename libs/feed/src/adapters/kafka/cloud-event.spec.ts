import { expect, it } from '@jest/globals';
import { messageOf } from './cloud-event.ts';

const event = {
  id: '6f1a5c1e-5b5d-4c0a-9d53-7a6962750001',
  schemaVersion: 1,
  data: {},
  revision: 0,
  position: 1n,
  recordedAt: '2023-01-01T00:00:00.000Z',
  metadata: { commandId: 'c', commandHash: 'h', correlationId: 'c', actor: { personId: 'P-1', role: 'operator' } },
};
const keyOf = (type: string, stream: string) =>
  messageOf('assessment', { ...event, type, stream }, { generation: 'g', previous: 0n }).key;

it('keys a message by its subject, also where the name of the aggregate or a code holds a hyphen', () => {
  expect(keyOf('StandingMatchRecorded', 'data-match-K-01')).toBe('K-01');
  expect(keyOf('BranchGraded', 'grading-K-01:classification:2022')).toBe('K-01:classification:2022');
  expect(keyOf('TypeOfTomorrow', 'thing-K-01')).toBe('K-01');
});
