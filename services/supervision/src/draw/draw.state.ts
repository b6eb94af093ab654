import type { DrawEvent } from '@zhibu/contracts';
import { standing } from '@zhibu/draw';
import { type Actor, type Day, type EvolveMap, handsOf } from '@zhibu/kernel';

type DataOf<Type extends DrawEvent['type']> = Extract<DrawEvent, { type: Type }>['data'];

/** What a body put in so far. */
export interface BodyInDraw {
  readonly id: string;
  readonly commitment: string | null;
  /** Who committed for it: whoever signed, and whoever typed. */
  readonly committedBy: readonly string[];
  readonly nonce: string | null;
  readonly hasMissed: boolean;
  /** It agreed to void the draw. */
  readonly voids: boolean;
}

/** 随机抽取 from a population that is frozen. */
export interface Draw {
  readonly under: string;
  readonly since: Day;
  readonly commitBy: Day;
  readonly populationHash: string;
  /** In the order of draw.md. */
  readonly bodies: readonly BodyInDraw[];
  /** Until when all reveal, RFC 3339; null: not all have committed. */
  readonly revealBy: string | null;
  /** Who is to be visited, of a draw that is completed. */
  readonly standing: ReadonlySet<string>;
  readonly substituted: readonly { readonly branch: string; readonly by: string | null; readonly reason: string }[];
  readonly drawn: readonly string[];
  readonly seed: string | null;
  /** What stood in for who missed to reveal; null: nobody did, or it is not completed. */
  readonly checkpoint: string | null;
}

export type DrawState =
  | { readonly status: 'none' }
  | ({ readonly status: 'announced' | 'revealing' | 'completed' | 'lapsed' | 'voided' } & Draw);

export const initialDraw: DrawState = { status: 'none' };

export const evolveDraw: EvolveMap<{ state: DrawState; event: DrawEvent }> = {
  DrawAnnounced: (_state, { data }) => ({
    status: 'announced',
    under: data.under,
    since: data.effectiveOn,
    commitBy: data.commitBy,
    populationHash: data.populationHash,
    bodies: data.bodies.map(untouched),
    revealBy: null,
    standing: new Set(),
    substituted: [],
    drawn: [],
    seed: null,
    checkpoint: null,
  }),
  SeedCommitted: stepped<DataOf<'SeedCommitted'>>((draw, { bodyId, commitment, revealBy }, committedBy) => ({
    ...withBody(draw, bodyId, { commitment, committedBy }),
    revealBy: revealBy ?? null,
  })),
  SeedRevealed: stepped<DataOf<'SeedRevealed'>>((draw, { bodyId, nonce }) => ({
    ...withBody(draw, bodyId, { nonce }),
    status: 'revealing',
  })),
  RevealMissed: stepped<DataOf<'RevealMissed'>>((draw, { bodyId }) => ({
    ...withBody(draw, bodyId, { hasMissed: true }),
    status: 'revealing',
  })),
  DrawCompleted: stepped<DataOf<'DrawCompleted'>>((draw, { drawn, seed, checkpoint = null }) => ({
    ...draw,
    checkpoint,
    status: 'completed',
    drawn,
    seed,
    standing: new Set(drawn),
  })),
  DrawnSubstituted: stepped<DataOf<'DrawnSubstituted'>>((draw, { branchId: branch, by = null, reason }) => {
    const substituted = [...draw.substituted, { branch, by, reason }];
    return { ...draw, substituted, standing: standing(draw.drawn, substituted) };
  }),
  DrawLapsed: stepped<DataOf<'DrawLapsed'>>((draw) => ({ ...draw, status: 'lapsed' })),
  VoidingAgreed: stepped<DataOf<'VoidingAgreed'>>((draw, { bodyId }) => withBody(draw, bodyId, { voids: true })),
  DrawVoided: stepped<DataOf<'DrawVoided'>>((draw, { bodyId }) => ({
    ...withBody(draw, bodyId, { voids: true }),
    status: 'voided',
  })),
};

type Known = Exclude<DrawState, { status: 'none' }>;

/** A step as the log has it; one that is only decided has no envelope yet. */
interface Step<Data> {
  readonly data: Data;
  readonly metadata?: { readonly actor: Actor };
}

function stepped<Data extends { readonly effectiveOn: Day }>(
  to: (draw: Known, data: Data, hands: readonly string[]) => Known,
) {
  return (state: DrawState, { data, metadata }: Step<Data>): DrawState =>
    state.status === 'none'
      ? state
      : to({ ...state, since: data.effectiveOn }, data, metadata ? handsOf(metadata.actor) : []);
}

const untouched = (id: string): BodyInDraw => ({
  id,
  commitment: null,
  committedBy: [],
  nonce: null,
  hasMissed: false,
  voids: false,
});

const withBody = (draw: Known, id: string, change: Partial<BodyInDraw>): Known => ({
  ...draw,
  bodies: draw.bodies.map((body) => (body.id === id ? { ...body, ...change } : body)),
});
