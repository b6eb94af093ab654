import { commitmentOf } from '@zhibu/draw';
import { addDays, sha256 } from '@zhibu/kernel';
import type { Supervising } from './inspection.commands.ts';
import { clerksOf } from './person.rules.ts';
import type { Step } from './stage.rules.ts';

/** So many of the city's thousand branches are drawn. */
const SAMPLE = 20;
const COMMIT_WITHIN_DAYS = 30;

type Drawing = Pick<Supervising, 'occasion' | 'on'>;

/** The draw of the demonstration. */
export const drawIdOf = ({ on }: Pick<Supervising, 'on'>): string => `抽取-${on.slice(0, 4)}-1`;

/** 公告抽取: of the branches under the work committee, by it and the city. */
export const stepOfAnnouncement = ({ occasion: { committee, city }, on }: Drawing): Step => ({
  by: clerksOf(committee).clerk,
  name: 'AnnounceDraw',
  data: {
    drawId: drawIdOf({ on }),
    under: committee,
    bodies: [city, committee],
    sample: SAMPLE,
    commitBy: addDays(on, COMMIT_WITHIN_DAYS),
    basis: { documentNo: `示例督查〔${on.slice(0, 4)}〕2号` },
  },
});

/** What both bodies commit to and then reveal; what follows from it the platform finds by itself. */
export function stepsOfBodies(populationHash: string, { occasion: { committee, city }, on }: Drawing): readonly Step[] {
  const drawId = drawIdOf({ on });
  const step = (name: string, bodyId: string, data: object): Step => ({
    by: clerksOf(bodyId).clerk,
    name,
    data: { drawId, bodyId, ...data },
  });
  const committed = (bodyId: string): Step =>
    step('CommitSeed', bodyId, {
      commitment: commitmentOf(
        Buffer.from(populationHash, 'hex'),
        bodyId,
        Buffer.from(nonceOf(bodyId, populationHash), 'hex'),
      ),
    });
  const revealed = (bodyId: string): Step => step('RevealSeed', bodyId, { nonce: nonceOf(bodyId, populationHash) });
  return [committed(committee), committed(city), revealed(city), revealed(committee)];
}

/** The same for whoever loads it again, so that it can be foreseen; in earnest `npm run draw -- commit` makes one by chance. */
const nonceOf = (bodyId: string, populationHash: string): string =>
  sha256(`demonstration\n${bodyId}\n${populationHash}`);
