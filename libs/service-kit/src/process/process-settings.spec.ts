import { describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { processSettings, serviceUrls, storeUrl } from './process-settings.ts';

const key = Buffer.alloc(32, 7).toString('base64url');
const needs = { feeds: ['organization'], doors: [] } as const;
const whole = {
  DATABASE_URL: 'postgres://u:p@h/d',
  ACTOR_KEYS: `a:${key}`,
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
        'ACTOR_KEYS',
        'LOG_LEVEL',
        'TIMETABLE_EVERY_MS',
        'STORE_URL_ORGANIZATION',
      ],
    );
  });

  it('over Kafka ask for the brokers and for the doors behind them, not for the stores', () => {
    expect(faults({ ...whole, FEED: 'kafka' })).toEqual(['KAFKA_BROKERS', 'SERVICE_URL_ORGANIZATION']);
    const settings = processSettings(needs, {
      ...whole,
      FEED: 'kafka',
      KAFKA_BROKERS: 'a:9092,b:9092',
      SERVICE_URL_ORGANIZATION: 'http://a,http://b',
    });
    expect([settings.KAFKA_BROKERS, serviceUrls(settings, 'organization')]).toEqual([
      ['a:9092', 'b:9092'],
      ['http://a', 'http://b'],
    ]);
    expect(faults({ ...whole, FEED: 'kafka', KAFKA_BROKERS: 'http://a', SERVICE_URL_ORGANIZATION: 'a' })).toEqual([
      'KAFKA_BROKERS',
      'SERVICE_URL_ORGANIZATION',
    ]);
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
      processSettings(needs, { ...whole, DATABASE_URL: 'mysql://u:geheim@h/d', ACTOR_KEYS: 'a:geheim' }),
    ).toThrow(/^(?![\s\S]*geheim)/);
  });

  it('ask for keys that are long enough, each with its own name', () => {
    for (const keys of ['', key, `a:${key.slice(0, 20)}`, `a:${key},a:${key}`, `a:${key},`])
      expect(faults({ ...whole, ACTOR_KEYS: keys })).toEqual(['ACTOR_KEYS']);
    expect(processSettings(needs, { ...whole, ACTOR_KEYS: `new:${key},old:${key}` }).ACTOR_KEYS.signing).toBe('new');
  });
});
