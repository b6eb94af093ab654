import { type Platform, PlatformAbsent } from '@zhibu/client';
import { gradeStandingWords, type Language, type Wording, wordsOfScheme } from '@zhibu/contracts';
import type { Terminal } from '../terminal/terminal.adapter.ts';
import {
  type AuditLine,
  auditLines,
  nameOf,
  type KnownRating,
  ratingsOf,
  replayOf,
  type ReplayStep,
  type Subject,
  type Verdict,
} from './replay.lookup.ts';

const words = {
  title: { zh: '{a}{b}追溯核验', en: 'replay of {a}, {b}' },
  nothing: { zh: '没有任何记录', en: 'nothing is recorded' },
  knownAt: { zh: '截至{a}的记录', en: 'as known at {a}' },
  knownNow: { zh: '按目前记录', en: 'as known now' },
  since: { zh: '{a}之后的变更以 + 标出，共{b}条', en: 'changed since {a}, marked +: {b} steps' },
  until: { zh: '至', en: 'to' },
  inForce: { zh: '至今', en: 'still in force' },
  confirmed: gradeStandingWords.confirmed,
  provisional: gradeStandingWords.provisional,
  agrees: { zh: '按原始记录重新推算，与系统显示一致', en: 'the replay agrees with the read model' },
  disagrees: { zh: '按原始记录重新推算，与系统显示不一致', en: 'the replay does not agree with the read model' },
  intact: { zh: '原始记录完整，未被改动', en: 'the log’s hash chain is intact' },
  unchained: {
    zh: '该存储不留防改动的凭据，原始记录是否被改动未核验',
    en: 'the store keeps no hash chain; none was checked',
  },
  broken: { zh: '原始记录被改动或损坏', en: 'the log’s hash chain is broken' },
  checked: { zh: '已核对{a}个党支部，{b}个不一致', en: '{a} branches checked, {b} disagree' },
  whole: { zh: '（加 --all）', en: ' (add --all)' },
  checking: { zh: '核对', en: 'checking' },
} as const satisfies Readonly<Record<string, Wording>>;

/** What an audit is asked, and in which language it speaks. */
export interface AuditAsked {
  readonly scheme: string;
  readonly knownAt: string | undefined;
  readonly changedSince: string | undefined;
  readonly language: Language;
  /** Whether the logs are read as a whole, however few the branches are. */
  readonly wholeLogs: boolean;
}

/** Prints the replay of a branch for a person to read. @returns whether stream, log and read model all agree */
export async function auditBranch(
  branch: string,
  asked: AuditAsked,
  { platform, terminal }: { readonly platform: Platform; readonly terminal: Terminal },
): Promise<boolean> {
  const subject: Subject = { branch, scheme: asked.scheme };
  const replay = await replayOf(platform, subject, asked.knownAt);
  const speak = speaker(asked.language);
  terminal.say(speak('title', await nameOf(platform, branch), wordsOfScheme(asked.scheme)[asked.language]));
  if (replay.steps.length === 0) terminal.say(speak('nothing'));
  const isNew = (step: ReplayStep): boolean =>
    asked.changedSince !== undefined && Date.parse(step.recordedAt) > Date.parse(asked.changedSince);
  for (const step of replay.steps) terminal.say(`${isNew(step) ? '+' : ' '} ${stepLine(step, asked.language)}`);
  if (asked.changedSince !== undefined) {
    terminal.say(speak('since', timeOf(asked.changedSince), String(replay.steps.filter(isNew).length)));
    showRatings(terminal, asked, {
      knownAt: asked.changedSince,
      ratings: await ratingsOf(platform, subject, asked.changedSince),
    });
  }
  showRatings(terminal, asked, { knownAt: asked.knownAt, ratings: await ratingsOf(platform, subject, asked.knownAt) });
  return showVerdict(terminal, replay, asked.language);
}

/** Checks every branch under an organization, and names those that do not agree. @returns whether all do, and the logs are whole */
export async function auditAll(
  under: string,
  asked: AuditAsked,
  at: { readonly platform: Platform; readonly terminal: Terminal },
): Promise<boolean> {
  const { scheme, knownAt, language, wholeLogs } = asked;
  const speak = speaker(language);
  let branches = 0;
  let agree = true;
  let isWhole = false;
  for await (const line of auditLines(at.platform, { under, scheme, knownAt, wholeLogs })) {
    branches = line.branches ?? branches;
    if (line.checked !== undefined) at.terminal.progress(speak('checking'), line.checked, branches);
    agree = (await showFound(line, asked, at)) && agree;
    isWhole ||= line.done !== undefined;
    if (line.done) at.terminal.say(speak('checked', String(line.done.checked), String(line.done.wrong)));
  }
  if (!isWhole) throw new PlatformAbsent(`${at.platform.server}: the answer broke off`);
  return agree;
}

/** @returns whether the line tells of nothing that is wrong */
async function showFound(
  { duties, streams, logFaults = [], branch, replay }: AuditLine,
  { language }: AuditAsked,
  { platform, terminal }: { readonly platform: Platform; readonly terminal: Terminal },
): Promise<boolean> {
  if (duties !== undefined) terminal.say(duties);
  if (streams !== undefined) terminal.say(`${streams}${words.whole[language]}`);
  for (const fault of logFaults) terminal.complain(fault);
  if (branch === undefined || !replay) return logFaults.length === 0;
  terminal.complain(await nameOf(platform, branch));
  showVerdict(terminal, replay, language);
  return false;
}

const agrees = ({ agreesWithReadModel, chainKept, chainIntact, faults }: Verdict): boolean =>
  agreesWithReadModel && (chainIntact || !chainKept) && faults.length === 0;

/** Says whether log and read model agree, and what does not. @returns whether they do */
export function showVerdict(terminal: Terminal, replay: Verdict, language: Language): boolean {
  const speak = speaker(language);
  const tell = (holds: boolean, good: keyof typeof words, bad: keyof typeof words): void =>
    holds ? terminal.say(speak(good)) : terminal.complain(speak(bad));
  tell(replay.agreesWithReadModel, 'agrees', 'disagrees');
  if (replay.chainKept) tell(replay.chainIntact, 'intact', 'broken');
  else terminal.say(speak('unchained'));
  for (const fault of replay.faults) terminal.complain(`  ${fault}`);
  return agrees(replay);
}

function showRatings(
  terminal: Terminal,
  { language }: AuditAsked,
  known: { readonly knownAt: string | undefined; readonly ratings: readonly KnownRating[] },
): void {
  const speak = speaker(language);
  terminal.say(known.knownAt === undefined ? speak('knownNow') : speak('knownAt', timeOf(known.knownAt)));
  for (const { period, label, score, confirmed, effectiveFrom, effectiveTo } of known.ratings) {
    const days =
      effectiveTo === null
        ? `${effectiveFrom} ${speak('inForce')}`
        : `${effectiveFrom} ${speak('until')} ${effectiveTo}`;
    terminal.say(
      `  ${period} ${label} ${score ?? ''} ${speak(confirmed ? 'confirmed' : 'provisional')} ${days}`.replaceAll(
        '  ',
        ' ',
      ),
    );
  }
}

function stepLine({ recordedAt, effectiveOn, actor, says }: ReplayStep, language: Language): string {
  const on = effectiveOn === null ? { zh: '', en: '' } : { zh: `，自${effectiveOn}起`, en: `, from ${effectiveOn}` };
  const by = { zh: `操作人${actor}`, en: `by ${actor}` };
  return language === 'zh'
    ? `${timeOf(recordedAt)} ${says}（${by.zh}${on.zh}）`
    : `${timeOf(recordedAt)} ${says} (${by.en}${on.en})`;
}

/** An instant as people read it: day and time of Asia/Shanghai. */
export function timeOf(instant: string): string {
  return new Date(instant).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' });
}

/** Speaks the sentences of an audit. */
export function speaker(language: Language): (sentence: keyof typeof words, a?: string, b?: string) => string {
  return (sentence, a = '', b = '') => words[sentence][language].replace('{a}', () => a).replace('{b}', () => b);
}
