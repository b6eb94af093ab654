import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { currentVersion, organizationStream, type Recorded } from '@zhibu/contracts';
import { inTransaction } from '@zhibu/database';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import fc from 'fast-check';
import {
  childrenFrom,
  kindOf,
  placesAsked,
  placesOf,
  placesUnder,
  Register,
  type RegisterFact,
  registerHandlers,
  registerMigrations,
  registrationsReadTo,
  stoodUnder,
} from './index.ts';
import { History, histories, SUBJECTS } from './testing/history.ts';

let database: TemporaryDatabase;
let schema: SchemaUnderTest;
beforeAll(async () => {
  database = await temporaryDatabase();
  schema = await database.schema('register', [registerMigrations]);
});
afterAll(() => database.drop());
beforeEach(() => schema.service.query('DELETE FROM register_fact'));

type Told = Recorded<keyof typeof registerHandlers>;

/** The event that says a fact, at a place of the log. */
function eventOf(fact: RegisterFact, position: number): Told {
  const { organizationId, revision } = fact;
  const placed = {
    id: `e${position}`,
    stream: organizationStream(organizationId),
    revision,
    position: BigInt(position),
    recordedAt: '2023-01-01T00:00:00.000Z',
    metadata: { commandId: 'c', commandHash: '', correlationId: 'c', actor: { personId: 'P', role: 'operator' } },
  };
  const said = told(fact);
  return { ...placed, ...said, schemaVersion: currentVersion(said.type) };
}

function told({ organizationId, said, effectiveOn, kind, sector, parentId, form }: RegisterFact) {
  const about = { organizationId, effectiveOn, findings: [] };
  const reasoned = { reason: '误录', basis: { documentNo: '组〔2022〕1号' } };
  const identity = { kind: kind ?? 'branch', name: organizationId, ...(sector === null ? {} : { sector }) };
  const under = parentId === null ? {} : { parentId };
  switch (said) {
    case 'moved':
      return { type: 'OrganizationMoved', data: { ...about, parentId: parentId ?? '' } } as const;
    case 'dissolved':
      return { type: 'OrganizationDissolved', data: { ...about, reason: '撤并' } } as const;
    case 'reinstated':
      return { type: 'OrganizationReinstated', data: { ...about, ...reasoned } } as const;
    case 'cancelled':
      return { type: 'RegistrationCancelled', data: { ...about, reason: '误录' } } as const;
    case 'sector':
      return { type: 'SectorSet', data: { ...about, sector: sector ?? '' } } as const;
    case 'form':
      return { type: 'FormSet', data: { ...about, form: form ?? 'ordinary' } } as const;
    case 'corrected':
      return {
        type: 'RegistrationCorrected',
        data: { ...about, ...identity, openedOn: effectiveOn, ...reasoned },
      } as const;
    case 'opened':
      return {
        type: 'OrganizationRegistered',
        data: { ...about, code: organizationId, ...identity, ...under },
      } as const;
  }
}

const eventsOf = ({ facts }: History): readonly Told[] => facts.map((fact, index) => eventOf(fact, index + 1));
const keep = (events: readonly Told[]): Promise<void> =>
  inTransaction(schema.service, (transaction) => registerHandlers.OrganizationMoved(transaction, events));

const city = () =>
  new History()
    .opened('C', 'city')
    .opened('W', 'work-committee', 'C')
    .opened('U', 'unit', 'W')
    .opened('B', 'branch', 'U');

it('answers what the facts kept say, by the rules, however they are batched and however often they arrive', async () => {
  await fc.assert(
    fc.asyncProperty(
      histories,
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 7 }),
      async (history, month, size) => {
        await schema.service.query('DELETE FROM register_fact');
        const day = `2022-0${month}-15`;
        const events = eventsOf(history);
        for (let from = 0; from < events.length; from += size) await keep(events.slice(from, from + size));
        await keep(events);
        const register = new Register(history.facts);
        const places = await placesOf(schema.service, SUBJECTS, day);
        const asked = SUBJECTS.map((id) => ({ id, day }));
        expect(await placesAsked(schema.service, asked)).toEqual(
          asked.map(({ id }) => register.placeOf(id, day) ?? null),
        );
        for (const id of SUBJECTS) {
          expect(places.get(id)).toEqual(register.placeOf(id, day));
          expect(await kindOf(schema.service, id)).toBe(register.placeOf(id, day)?.kind ?? null);
          expect(await placesUnder(schema.service, id, day)).toEqual(register.placesUnder(id, day));
          expect(await childrenFrom(schema.service, id, day)).toEqual(register.childrenFrom(id, day));
        }
      },
    ),
    { numRuns: 40 },
  );
});

it('says how far registrations have arrived, a cancelled one among them', async () => {
  expect(await registrationsReadTo(schema.service)).toBe('0');
  await keep(eventsOf(city().moved('B', 'W', '2022-01-01')));
  expect(await registrationsReadTo(schema.service)).toBe('4');
  await keep(eventsOf(city().cancelled('B')));
  expect(await registrationsReadTo(schema.service)).toBe('4');
  expect(await kindOf(schema.service, 'W')).toBe('work-committee');
});

it('says whether organizations stood under a root on a day, cancelled ones where they stood', async () => {
  const history = city().opened('V', 'work-committee', 'C').opened('D', 'branch', 'U').cancelled('D');
  await keep(eventsOf(history.moved('B', 'V', '2022-06-01').dissolved('B', '2023-01-01')));
  const asked = [
    ['B', '2022-05-31'],
    ['B', '2022-06-01'],
    ['B', '2024-01-01'],
    ['D', '2024-01-01'],
    ['W', '2022-05-31'],
    ['C', '2022-05-31'],
    ['nowhere', '2022-05-31'],
  ] as const;
  const under = (...roots: readonly string[]) =>
    stoodUnder(
      schema.service,
      asked.map(([id, day]) => ({ id, day })),
      new Set(roots),
    );
  expect(await under('W')).toEqual([true, false, false, true, true, false, false]);
  expect(await under('V', 'D')).toEqual([false, true, true, true, false, false, false]);
  expect(await under()).toEqual(asked.map(() => false));
});
