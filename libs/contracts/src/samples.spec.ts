import { describe, expect, it } from '@jest/globals';
import { currentVersion, eventCatalogue } from './catalogue.ts';
import { allSamples, type Sample } from './documents/sample.ts';
import { CorruptEvent, FutureVersion, upcast } from './upcast.ts';

const samples = await allSamples();

const versions = Object.values(eventCatalogue).flatMap(({ type, schemaVersion }) =>
  Array.from({ length: schemaVersion }, (_, index) => ({
    type,
    version: index + 1,
    latest: index + 1 === schemaVersion,
  })),
);

const asEvent = ({ type, schemaVersion, data }: Sample) => ({
  id: 'e',
  type,
  schemaVersion,
  data,
  stream: 'sample',
  revision: 0,
  metadata: { commandId: 'c', commandHash: '', correlationId: 'c', actor: { personId: 'P', role: 'operator' } },
});

describe('every version of every event has a sample, kept for ever', () => {
  it('and there is none of an event that does not exist', () =>
    expect([...samples.keys()]).toEqual(versions.map(({ type, version }) => `${type}.v${version}.json`).sort()));

  it.each(versions)('$type v$version comes out of upcasting in its current shape', ({ type, version, latest }) => {
    const sample = samples.get(`${type}.v${version}.json`);
    if (!sample) throw new Error(`no sample of ${type} v${version}`);
    expect({ type: sample.type, schemaVersion: sample.schemaVersion }).toEqual({ type, schemaVersion: version });
    const current = upcast(asEvent(sample));
    expect(current.schemaVersion).toBe(eventCatalogue[type]?.schemaVersion);
    if (latest) expect(current.data).toEqual(sample.data);
  });

  it.each(versions)(
    '$type v$version with one field too many, or of a later version, is not let through',
    ({ type, version }) => {
      const sample = samples.get(`${type}.v${version}.json`);
      if (!sample) throw new Error(`no sample of ${type} v${version}`);
      expect(() => upcast(asEvent({ ...sample, data: { ...sample.data, unheardOf: 1 } }))).toThrow(CorruptEvent);
      expect(() => upcast(asEvent({ ...sample, schemaVersion: 99 }))).toThrow(FutureVersion);
    },
  );
});

it('knows the current version of every type, and takes a type that it does not have for one of version 1', () => {
  for (const { type, schemaVersion } of Object.values(eventCatalogue)) expect(currentVersion(type)).toBe(schemaVersion);
  expect(currentVersion('SampleHappened')).toBe(1);
  expect(currentVersion('toString')).toBe(1);
});
