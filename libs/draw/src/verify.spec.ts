import { describe, expect, it } from '@jest/globals';
import { runs } from '@zhibu/kernel/testing';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { type Receipt, receiptOf, receiptText } from './receipt.ts';
import { freezePopulation } from './population.ts';
import { receipts } from './testing/arbitraries.ts';
import { verifyReceipt, verifyReceiptBytes } from './verify.ts';
import type { FaultCode } from './vocabulary.ts';

const read = (name: string): Buffer => readFileSync(new URL(`../samples/${name}.json`, import.meta.url));
const parsed = (name: string): Receipt => JSON.parse(read(name).toString()) as Receipt;
const revealed = parsed('all-revealed');
const missed = parsed('one-missed');

/** The code of the first thing that differs, with its place; undefined where the receipt holds. */
function faultOf(receipt: unknown): readonly [FaultCode, string] | undefined {
  const found = verifyReceipt(receipt);
  return found.holds ? undefined : [found.fault.code, found.fault.at.place];
}

/** A receipt with one of its bodies changed. */
const withBody = (receipt: Receipt, index: number, change: object): unknown => ({
  ...receipt,
  bodies: receipt.bodies.map((body, at) => (at === index ? { ...body, ...change } : body)),
});

/** A list with one of its members in another's place. */
const replaced = <Value>(list: readonly Value[], index: number, by: Value): Value[] =>
  list.map((one, at) => (at === index ? by : one));

describe('a receipt verifies', () => {
  it.each(['all-revealed', 'one-missed'])('that is published with the format: %s', (name) => {
    const found = verifyReceiptBytes(read(name));
    expect(found).toMatchObject({ holds: true });
  });

  it('that was written by a completed draw, whatever was drawn, missed and substituted', () => {
    fc.assert(
      fc.property(receipts, (receipt) => {
        expect(faultOf(JSON.parse(receiptText(receipt)))).toBeUndefined();
      }),
      { numRuns: runs(1000) },
    );
  });

  it('and is written anew from what bodies put in as it was', () => {
    for (const receipt of [revealed, missed]) {
      const population = freezePopulation({ ...receipt, bodies: receipt.bodies.map(({ id }) => id) });
      const written = receiptOf(population, receipt.bodies, receipt.checkpoint);
      expect({ ...written, substituted: receipt.substituted }).toEqual(receipt);
    }
  });

  it('whatever stands beside what the format knows', () => {
    const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`) as unknown;
    expect(faultOf({ ...revealed, note: deep, at: 'Monday' })).toBeUndefined();
    expect(faultOf(withBody(revealed, 0, { committedAt: '2026-01-01T00:00:00Z' }))).toBeUndefined();
  });
});

describe('one bit that was changed is found, and named', () => {
  const flipped = (hex: string, at: number): string => {
    const bytes = Buffer.from(hex, 'hex');
    const index = (at >> 3) % bytes.length;
    bytes[index] = (bytes[index] ?? 0) ^ (1 << (at & 7));
    return bytes.toString('hex');
  };

  it('of a nonce', () => {
    fc.assert(
      fc.property(fc.nat({ max: 255 }), fc.nat({ max: 2 }), (bit, index) => {
        const body = revealed.bodies[index];
        const nonce = body && 'nonce' in body ? flipped(body.nonce, bit) : '';
        const found = verifyReceipt(withBody(revealed, index, { nonce }));
        expect(found).toMatchObject({
          holds: false,
          fault: { code: 'COMMITMENT_DIFFERS', at: { place: `bodies[${index}].commitment`, named: body?.id } },
        });
      }),
    );
  });

  it('of a branch, a stratum, an exclusion or the sample', () => {
    fc.assert(
      fc.property(fc.nat({ max: revealed.branches.length - 1 }), (index) => {
        const [code = '', stratum = ''] = revealed.branches[index] ?? [];
        const renamed = replaced(revealed.branches, index, [`${code}0`, stratum] as const);
        const moved = replaced(revealed.branches, index, [code, `${stratum}0`] as const);
        expect(faultOf({ ...revealed, branches: moved })?.[0]).toBe('POPULATION_HASH_DIFFERS');
        expect(['POPULATION_HASH_DIFFERS', 'OUT_OF_ORDER']).toContain(faultOf({ ...revealed, branches: renamed })?.[0]);
      }),
    );
    expect(faultOf({ ...revealed, sample: 9 })?.[0]).toBe('POPULATION_HASH_DIFFERS');
    expect(faultOf({ ...revealed, draw: 'draw-987694' })?.[0]).toBe('POPULATION_HASH_DIFFERS');
    const [first, ...others] = revealed.excluded;
    expect(faultOf({ ...revealed, excluded: [[first?.[0], 'other'], ...others] })?.[0]).toBe('POPULATION_HASH_DIFFERS');
  });

  it('of the checkpoint, which sways the seed', () => {
    const checkpoint = flipped(missed.checkpoint ?? '', 3);
    expect(faultOf({ ...missed, checkpoint })).toEqual(['SEED_DIFFERS', 'seed']);
  });
});

describe('the first thing that differs is named', () => {
  const [one, two, ...rest] = revealed.drawn;
  const [step] = revealed.substituted;
  const none = { ...revealed.bodies[0], nonce: undefined };
  // Commitments and nonces that match each other, and were made for another population.
  const ofAnotherDraw = [...missed.bodies.slice(0, 1), ...revealed.bodies.slice(1)];
  it.each<[string, FaultCode, string, unknown]>([
    ['no object', 'FIELD_MALFORMED', 'receipt', []],
    ['another format', 'FORMAT_FOREIGN', 'format', { ...revealed, format: 'zhibu-draw/2' }],
    ['no format', 'FORMAT_FOREIGN', 'format', {}],
    ['a field that is missing', 'FIELD_MALFORMED', 'shares', { ...revealed, shares: undefined }],
    ['a branch without stratum', 'FIELD_MALFORMED', 'branches[0]', { ...revealed, branches: [['B1']] }],
    ['branches out of order', 'OUT_OF_ORDER', 'branches[1]', { ...revealed, branches: revealed.branches.toReversed() }],
    ['bodies out of order', 'OUT_OF_ORDER', 'bodies[1]', { ...revealed, bodies: revealed.bodies.toReversed() }],
    ['one body', 'BODIES_TOO_FEW', 'bodies', { ...revealed, bodies: revealed.bodies.slice(1, 2) }],
    ['a nonce of 31 bytes', 'NONCE_MALFORMED', 'bodies[0].nonce', withBody(revealed, 0, { nonce: '00'.repeat(31) })],
    ['a nonce in capitals', 'NONCE_MALFORMED', 'bodies[0].nonce', withBody(revealed, 0, { nonce: 'AB'.repeat(32) })],
    ['a short commitment', 'COMMITMENT_MALFORMED', 'bodies[0].commitment', withBody(revealed, 0, { commitment: '00' })],
    ['a nonce and a miss', 'REVEAL_UNCLEAR', 'bodies[0]', withBody(revealed, 0, { missed: true })],
    ['neither', 'REVEAL_UNCLEAR', 'bodies[0]', withBody(revealed, 0, none)],
    ['a miss without checkpoint', 'CHECKPOINT_MISSING', 'checkpoint', { ...missed, checkpoint: null }],
    ['a checkpoint without miss', 'CHECKPOINT_NEEDLESS', 'checkpoint', { ...revealed, checkpoint: 'x' }],
    ['another draw’s receipt', 'POPULATION_HASH_DIFFERS', 'populationHash', { ...missed, draw: revealed.draw }],
    ['bodies of another draw', 'COMMITMENT_DIFFERS', 'bodies[0].commitment', { ...revealed, bodies: ofAnotherDraw }],
    ['another hash', 'POPULATION_HASH_DIFFERS', 'populationHash', { ...revealed, populationHash: '0'.repeat(64) }],
    ['another seed', 'SEED_DIFFERS', 'seed', { ...revealed, seed: '0'.repeat(64) }],
    ['a share left out', 'SHARES_DIFFER', 'shares[0]', { ...revealed, shares: revealed.shares.slice(1) }],
    [
      'a share too many',
      'SHARES_DIFFER',
      'shares[14]',
      { ...revealed, shares: [...revealed.shares, revealed.shares[0]] },
    ],
    ['two drawn in each other’s place', 'DRAWN_DIFFERS', 'drawn[0]', { ...revealed, drawn: [two, one, ...rest] }],
    ['one drawn too many', 'DRAWN_DIFFERS', 'drawn[10]', { ...revealed, drawn: [...revealed.drawn, '130758-JG1119'] }],
    [
      'a substitute out of turn',
      'SUBSTITUTE_DIFFERS',
      'substituted[0].by',
      { ...revealed, substituted: [{ ...step, by: null }] },
    ],
    [
      'one substituted who was not drawn',
      'SUBSTITUTED_NOT_DRAWN',
      'substituted[0].branch',
      { ...revealed, substituted: [{ ...step, branch: step?.by }] },
    ],
    [
      'one substituted twice',
      'SUBSTITUTED_NOT_DRAWN',
      'substituted[1].branch',
      { ...revealed, substituted: [step, step] },
    ],
  ])('%s', (_, code, place, receipt) => {
    expect(faultOf(receipt)).toEqual([code, place]);
  });

  it.each<[string, FaultCode, Uint8Array]>([
    ['what is no JSON', 'RECEIPT_UNREADABLE', Buffer.from('{')],
    ['what is no UTF-8', 'RECEIPT_UNREADABLE', Buffer.from([0x22, 0xff, 0x22])],
    ['what is too large', 'RECEIPT_TOO_LARGE', Buffer.alloc(64 * 1024 * 1024 + 1)],
    ['what is nothing but deep', 'FIELD_MALFORMED', Buffer.from(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)],
  ])('of a file: %s', (_, code, bytes) => {
    expect(verifyReceiptBytes(bytes)).toMatchObject({ holds: false, fault: { code } });
  });

  it('of any JSON whatever, without failing', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(verifyReceiptBytes(Buffer.from(text)).holds).toBe(false);
      }),
      { numRuns: runs(2000) },
    );
  });
});
