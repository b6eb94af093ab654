import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runs } from '@zhibu/kernel/testing';
import { code, line, organizationId, period } from './schema.ts';
import {
  activityStream,
  editionId,
  editionStream,
  gradingStream,
  organizationStream,
  remediationStream,
  roundId,
  roundStream,
} from './streams.ts';

// Few letters and many joints, so that parts which could be read another way come up often.
const ofCode = fc.stringMatching(/^[ab][ab._-]{0,4}$/);
const year = fc.constantFrom('2021', '2022');
const subject = fc.record({ id: ofCode, scheme: ofCode, year });
const document = fc.record({
  scheme: ofCode,
  documentNo: fc.oneof(fc.stringMatching(/^[ab:][ab:-]{0,4}$/), fc.string({ minLength: 1 })),
});

const ways: Readonly<Record<string, (of: { id: string; scheme: string; year: string }) => readonly [string, object]>> =
  {
    organization: ({ id }) => [organizationStream(id), { id }],
    activity: ({ id, year }) => [activityStream(id, year), { id, year }],
    round: (of) => [roundStream(roundId({ ...of, workCommitteeId: of.id, period: of.year })), of],
    grading: (of) => [gradingStream(of.id, of.scheme, of.year), of],
    remediation: ({ id, year }) => [remediationStream(id, year), { id, year }],
  };

it.each(Object.entries(ways))('no two subjects of the %s share a stream', (_name, way) => {
  fc.assert(
    fc.property(subject, subject, (one, other) => {
      const [[stream, about], [otherStream, otherAbout]] = [way(one), way(other)];
      expect(stream === otherStream).toBe(JSON.stringify(about) === JSON.stringify(otherAbout));
    }),
    { numRuns: runs(10_000) },
  );
});

it('no two editions share a stream, whatever their document numbers', () => {
  fc.assert(
    fc.property(document, document, (one, other) => {
      const same = one.scheme === other.scheme && one.documentNo === other.documentNo;
      expect(editionStream(editionId(one)) === editionStream(editionId(other))).toBe(same);
    }),
    { numRuns: runs(10_000) },
  );
});

it('no part of a name can hold the colon that joins them, but a document number', () => {
  for (const part of [organizationId, code, period]) expect(part.safeParse('a:b').success).toBe(false);
  expect(line(100).safeParse('国发〔2022〕1:2').success).toBe(true);
});
