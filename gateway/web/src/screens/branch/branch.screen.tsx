import { useAnswer } from '../../answers/answers.ts';
import { branchDocument, type BranchQuery } from '../../generated/branch.document.ts';
import { branchProblemsDocument } from '../../generated/branch-problems.document.ts';
import { branchSpansDocument } from '../../generated/branch-spans.document.ts';
import { type Moment, momentIn } from '../../moment.ts';
import { Answer } from '../../parts/answer.part.tsx';
import { crumbsOf } from '../../parts/crumbs.part.tsx';
import { Empty } from '../../parts/empty.part.tsx';
import { Facts } from '../../parts/facts.part.tsx';
import { Icon } from '../../parts/icon.part.tsx';
import { Link } from '../../parts/link.part.tsx';
import { Page } from '../../parts/page.part.tsx';
import { type ScreenOf, useAddress } from '../../router.ts';
import { CLASSIFICATION } from '../../scheme.ts';
import { dayOf } from '../../words/days.ts';
import { words } from '../../words/words.ts';
import { ClocksCard } from './clocks-card.part.tsx';
import { factsOf } from './facts.ts';
import { LifeCard } from './life-card.part.tsx';
import { LostCard } from './lost-card.part.tsx';
import { RatingCard } from './rating-card.part.tsx';
import { FindingsCard, ProblemsCard } from './standing-cards.part.tsx';

const says = words.branch;

/** 支部: its grade explained, what was known when, the points it lost, its life, its findings and problems. */
export function BranchScreen({ path: { id = '' } }: ScreenOf) {
  const moment = momentIn(useAddress().search);
  const { asOf, knownAt } = moment;
  const year = Number((asOf ?? dayOf(Date.now())).slice(0, 4));
  const answer = useAnswer(branchDocument, { id, scheme: CLASSIFICATION, year, asOf, knownAt });
  return (
    <Answer of={answer}>
      {({ branch }) => (branch ? <Branch branch={branch} moment={moment} year={year} /> : <UnknownThen id={id} />)}
    </Answer>
  );
}

function UnknownThen({ id }: { readonly id: string }) {
  return (
    <Page title={words.frame.moment.unknownThen} moment={{}}>
      <Empty says={says.unknownThen}>
        <a href={`/branch/${encodeURIComponent(id)}`}>{words.frame.moment.toNow}</a>
      </Empty>
    </Page>
  );
}

interface BranchOf {
  readonly branch: NonNullable<BranchQuery['branch']>;
  readonly moment: Moment;
  readonly year: number;
}

function Branch({ branch, moment: { asOf, knownAt }, year }: BranchOf) {
  const { organization, rating } = branch;
  const spans = useAnswer(branchSpansDocument, { id: organization.id, scheme: CLASSIFICATION });
  const problems = useAnswer(branchProblemsDocument, { id: organization.id, asOf, knownAt });
  return (
    <Page
      title={organization.name}
      crumbs={crumbsOf(organization)}
      moment={{}}
      actions={
        <Link to={`/replay/${encodeURIComponent(organization.id)}/${CLASSIFICATION}`} class="button">
          <Icon name="link" />
          {says.replay}
        </Link>
      }
    >
      <Facts isInline facts={factsOf(branch)} />
      <div class="cards">
        <RatingCard rating={rating} />
        <Answer of={spans}>
          {({ ratingSpans }) => <ClocksCard spans={ratingSpans} knownAt={knownAt} id={organization.id} />}
        </Answer>
      </div>
      <Answer of={problems}>
        {({ problems: open }) => (
          <>
            {rating?.decision.edition ? (
              <LostCard rating={rating} aspects={rating.decision.edition.aspects} problems={open} />
            ) : null}
            <div class="cards">
              <ProblemsCard problems={open} />
              <LifeCard activities={branch.activities} year={year} />
              <FindingsCard findings={organization.findings} />
            </div>
          </>
        )}
      </Answer>
    </Page>
  );
}
