import { describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { newKeys } from '../access/key.ts';
import { feedKeysOf, processSettings, serviceUrls, storeUrl } from './process-settings.ts';

const keys = newKeys(['gateway', 'organization'], 'a');
const own = keys.signing.get('gateway') ?? '';
const needs = { feeds: ['organization'], doors: [] } as const;
const whole = {
  DATABASE_URL: 'postgres://u:p@h/d',
  SIGNING_KEY: own,
  TRUSTED_KEYS: keys.trusted,
  STORE_URL_ORGANIZATION: 'postgres://u:p@h/d',
};

function faults(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    processSettings(needs, environment);
    return [];
  } catch (error) {
    return String(Object(error).message)
      .split('\n')
      .map((line) => line.split(' ')[0] ?? '');
  }
}

describe('the settings of a process', () => {
  it('are whole with a database, a key, and the stores that it reads', () => {
    const settings = processSettings(needs, whole);
    expect(settings).toMatchObject({
      PORT: 4000,
      HOST: '127.0.0.1',
      STORE: 'postgres',
      FEED: 'store',
      LOG_LEVEL: 'info',
      OTEL_EXPORTER_OTLP_ENDPOINT: null,
      TIMETABLE_EVERY_MS: 60_000,
    });
    expect(processSettings(needs, { ...whole, TIMETABLE_EVERY_MS: '250' }).TIMETABLE_EVERY_MS).toBe(250);
    expect(storeUrl(settings, 'organization')).toBe(whole.STORE_URL_ORGANIZATION);
  });

  it('are named all at once where they are missing or wrong', () => {
    expect(faults({ PORT: '70000', FEED: 'post', STORE: 'paper', LOG_LEVEL: 'loud', TIMETABLE_EVERY_MS: '0' })).toEqual(
      [
        'PORT',
        'DATABASE_URL',
        'STORE',
        'FEED',
        'SIGNING_KEY',
        'TRUSTED_KEYS',
        'LOG_LEVEL',
        'TIMETABLE_EVERY_MS',
        'STORE_URL_ORGANIZATION',
      ],
    );
  });

  it('over Kafka ask for the brokers and for the doors behind them, not for the stores', () => {
    const onKafka = { ...whole, FEED: 'kafka', FEED_KEYS: keys.feed };
    expect(faults({ ...whole, FEED: 'kafka' })).toEqual(['KAFKA_BROKERS', 'FEED_KEYS', 'SERVICE_URL_ORGANIZATION']);
    const settings = processSettings(needs, {
      ...onKafka,
      KAFKA_BROKERS: 'a:9092,b:9092',
      SERVICE_URL_ORGANIZATION: 'http://a,http://b',
    });
    expect([settings.KAFKA_BROKERS, serviceUrls(settings, 'organization')]).toEqual([
      ['a:9092', 'b:9092'],
      ['http://a', 'http://b'],
    ]);
    expect(faults({ ...onKafka, KAFKA_BROKERS: 'http://a', SERVICE_URL_ORGANIZATION: 'a' })).toEqual([
      'KAFKA_BROKERS',
      'SERVICE_URL_ORGANIZATION',
    ]);
  });

  it('over Kafka have a key at least of each service, its own first while it is changed', () => {
    const onKafka = { ...whole, FEED: 'kafka', KAFKA_BROKERS: 'a:9092', SERVICE_URL_ORGANIZATION: 'http://a' };
    const [newer, older] = [newKeys([], 'new').feed, newKeys([], 'old').feed];
    const settings = processSettings(needs, { ...onKafka, FEED_KEYS: `${newer},${older}` });
    expect(feedKeysOf(settings, 'assessment').map(({ service, name }) => `${service}/${name}`)).toEqual([
      'assessment/new',
      'assessment/old',
    ]);
    const [, ...others] = newer.split(',');
    for (const wrong of [others.join(','), `${newer},`, `${newer}x`, 'organization/a:short'])
      expect(faults({ ...onKafka, FEED_KEYS: wrong })).toEqual(['FEED_KEYS']);
  });

  it('on EventStoreDB ask for its address, not for other databases', () => {
    const { STORE_URL_ORGANIZATION: _store, ...rest } = whole;
    expect(faults({ ...rest, STORE: 'event-store-db' })).toEqual(['EVENTSTORE_URL']);
    for (const url of [
      'esdb://a',
      'esdb://a:2113,b:2113/?tls=false',
      'esdb+discover://u:p%40@c.d:2113?nodePreference=leader&tlsCAFile=%2Fca.pem',
    ]) {
      expect(processSettings(needs, { ...rest, STORE: 'event-store-db', EVENTSTORE_URL: url }).EVENTSTORE_URL).toBe(
        url,
      );
    }
  });

  it.each([
    'http://a',
    'esdb://',
    'esdb://a:b:c',
    'esdb://a,',
    'esdb://u:geheim@a?tls=no',
    'esdb://u:geheim@a?tlsVerifyCert=false',
    'esdb://u:geheim@a?colour=red',
    'esdb://u:%zz@a',
  ])('refuse %s as an address of EventStoreDB, which its client would warn of or misread', (url) => {
    expect(faults({ ...whole, STORE: 'event-store-db', EVENTSTORE_URL: url })).toEqual(['EVENTSTORE_URL']);
    expect(() => processSettings(needs, { ...whole, STORE: 'event-store-db', EVENTSTORE_URL: url })).toThrow(
      /^(?![\s\S]*geheim)/,
    );
  });

  it('ask for credentials of EventStoreDB whole, for TLS with them, and for certificates that are some', () => {
    const on = { ...whole, STORE: 'event-store-db', EVENTSTORE_URL: 'esdb://a' };
    expect(faults({ ...on, EVENTSTORE_USERNAME: 'u', EVENTSTORE_PASSWORD: 'geheim' })).toEqual([]);
    expect(faults({ ...on, EVENTSTORE_USERNAME: 'u' })).toEqual(['EVENTSTORE_PASSWORD']);
    expect(faults({ ...on, EVENTSTORE_PROXY: 'http://u:geheim@proxy:3128' })).toEqual([]);
    for (const proxy of ['proxy:3128', 'https://proxy:3128', 'socks5://proxy:1080'])
      expect(faults({ ...on, EVENTSTORE_PROXY: proxy })).toEqual(['EVENTSTORE_PROXY']);
    expect(faults({ ...on, EVENTSTORE_PASSWORD: 'geheim' })).toEqual(['EVENTSTORE_USERNAME']);
    expect(
      faults({ ...on, EVENTSTORE_URL: 'esdb://a?tls=false', EVENTSTORE_USERNAME: 'u', EVENTSTORE_PASSWORD: 'geheim' }),
    ).toEqual(['EVENTSTORE_URL']);
    for (const file of ['/nowhere/ca.pem', fileURLToPath(import.meta.url)])
      expect(faults({ ...on, EVENTSTORE_CA_FILE: file })).toEqual(['EVENTSTORE_CA_FILE']);
  });

  it('show nothing of a secret that is wrong', () => {
    expect(() =>
      processSettings(needs, { ...whole, DATABASE_URL: 'mysql://u:geheim@h/d', SIGNING_KEY: 'gateway/a:geheim' }),
    ).toThrow(/^(?![\s\S]*geheim)/);
  });

  it('ask for a key of its own, and for those that are trusted', () => {
    expect(faults({ ...whole, SIGNING_KEY: keys.trusted })).toEqual(['SIGNING_KEY']);
    expect(faults({ ...whole, TRUSTED_KEYS: own })).toEqual(['TRUSTED_KEYS']);
    expect(processSettings(needs, whole).SIGNING_KEY.process).toBe('gateway');
  });
});
