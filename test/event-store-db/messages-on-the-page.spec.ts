import { expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { literalsIn } from '../support/literals.ts';
import { repository } from '../support/platform.ts';

const ADAPTER = join(repository, 'libs/event-store/src/adapters/event-store-db');
const HEALTH = join(repository, 'libs/service-kit/src/observing/vocabulary.ts');
const page = readFileSync(join(repository, 'infra/event-store-db.md'), 'utf8').replaceAll(/\s+/g, ' ');

/** What is said to whoever sends a command or calls the store, and never by health. */
const TO_A_CALLER = [
  'an event id is known with another body or in another place',
  'is known in',
  'the server takes at most … bytes an append',
  'another process renewed the generation in the same moment',
  'is not in the log yet',
  'lies in the future',
  'is no name of a service',
  'is no name of a stream',
  'this client is another than the one this adapter knows',
];

/** How a connection string is written, and parts of sentences whose whole is on the page. */
const PARTS = [/^esdb:\/\//, /^stream … of/, /^… … to …/, /^… \(through the proxy …\)$/, /^… was not written by/];

/** The beginning of a sentence, up to where it goes into details. */
const beginningOf = (text: string): string =>
  text
    .replaceAll('□', '…')
    .split(/; |: [^…]|\((?!…)/)[0]
    ?.trim() ?? '';
const isSentence = (text: string): boolean => /[a-z]{2,} \S+/.test(text) && text.split(' ').length >= 3;

const said = readdirSync(ADAPTER)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
  .flatMap((name) => literalsIn(readFileSync(join(ADAPTER, name), 'utf8')))
  .filter(isSentence)
  .filter((text) => !TO_A_CALLER.some((known) => text.replaceAll('□', '…').includes(known)))
  .filter((text) => !PARTS.some((part) => part.test(text.replaceAll('□', '…'))));

it('finds the messages of the adapter', () => {
  expect(said.length).toBeGreaterThan(25);
  expect(said).toContain('it was there and is not');
});

it.each([...new Set(said.map(beginningOf))])('has on the page what the adapter says: %s', (beginning) => {
  expect(page).toContain(beginning);
});

it.each([
  'the event store does not answer as it should',
  'the event store does not let this service write',
  'histories of the store were taken away or changed',
  'whether the records of the store are whole cannot be told',
  'when the last event was recorded cannot be told',
])('has on the page what health says of the store: %s', (sentence) => {
  expect(readFileSync(HEALTH, 'utf8')).toContain(sentence);
  expect(page).toContain(sentence);
});
