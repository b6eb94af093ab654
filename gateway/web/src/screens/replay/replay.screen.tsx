import { useAnswer } from '../../answers/answers.ts';
import { replayDocument, type ReplayQuery } from '../../generated/replay.document.ts';
import { replayRatingsDocument } from '../../generated/replay-ratings.document.ts';
import { momentIn } from '../../moment.ts';
import { addressOf } from '../../navigation.ts';
import { Answer } from '../../parts/answer.part.tsx';
import { Card } from '../../parts/card.part.tsx';
import { Checks } from '../../parts/checks.part.tsx';
import { crumbsOf } from '../../parts/crumbs.part.tsx';
import { Empty } from '../../parts/empty.part.tsx';
import { Link } from '../../parts/link.part.tsx';
import { Notice } from '../../parts/notice.part.tsx';
import { Page } from '../../parts/page.part.tsx';
import { type ScreenOf, useAddress } from '../../router.ts';
import { labelOfScheme } from '../../scheme.ts';
import { fill, words } from '../../words/words.ts';
import { StepCards } from './step-cards.part.tsx';
import { checksOf, type Replay } from './steps.ts';
import { StepsCard } from './steps-card.part.tsx';
import { useStep } from './use-step.ts';

const says = words.replay;

/** 追溯核验: every step that led to the grades of a branch, from the records themselves, and whether what is shown agrees. */
export function ReplayScreen({ path: { branch: id = '', scheme = '' } }: ScreenOf) {
  const { knownAt } = momentIn(useAddress().search);
  const answer = useAnswer(replayDocument, { id, scheme, knownAt });
  return (
    <Answer of={answer}>
      {({ branch, replay }) => <Replayed branch={branch} replay={replay} scheme={scheme} id={id} />}
    </Answer>
  );
}

interface ReplayedOf {
  readonly branch: ReplayQuery['branch'];
  readonly replay: Replay;
  readonly scheme: string;
  readonly id: string;
}

function Replayed({ branch, replay, scheme, id }: ReplayedOf) {
  const organization = branch?.organization;
  const count = replay.steps.length;
  return (
    <Page
      title={organization ? fill(says.title, { name: organization.name }) : says.plainTitle}
      beside={fill(says.size, { scheme: labelOfScheme(scheme), count })}
      crumbs={organization && crumbsOf(organization)}
      moment={{ hasNoDay: true }}
      actions={organization && <ToBranch to={addressOf(organization)} />}
    >
      <Checks label={says.checks} checks={checksOf(replay)} />
      {replay.faults.map((fault) => (
        <Notice key={fault} look="late">
          <p>{fault}</p>
        </Notice>
      ))}
      {count > 0 ? (
        <Stepping replay={replay} scheme={scheme} id={id} />
      ) : (
        <Card title={says.steps}>
          <Empty says={says.noSteps} />
        </Card>
      )}
    </Page>
  );
}

const ToBranch = ({ to }: { readonly to: string }) => (
  <Link to={to} class="button">
    {says.toBranch}
  </Link>
);

function Stepping({ replay: { steps }, scheme, id }: Omit<ReplayedOf, 'branch'>) {
  const { index, toStep, isPlaying, play } = useStep(steps.length);
  const ratings = useAnswer(replayRatingsDocument, { id, scheme });
  return (
    <div class="stepping">
      <StepsCard steps={steps} index={index} onStep={toStep} isPlaying={isPlaying} onPlay={play} />
      <div class="step">
        <Answer of={ratings}>
          {({ ratingSpans }) => <StepCards steps={steps} index={index} spans={ratingSpans} />}
        </Answer>
      </div>
    </div>
  );
}
