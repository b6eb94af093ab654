import type { Platform } from '@zhibu/client';
import type { Language, Wording } from '@zhibu/contracts';
import type { Terminal } from '../terminal/terminal.adapter.ts';
import { type AuditAsked, showVerdict, speaker, timeOf } from './audit.ts';
import { type Instance, type ProcessReplay, processReplayOf, type ProcessStep } from './process-replay.lookup.ts';

/** The processes that the command line audits, each by an option of its name that takes the id of an instance. */
export const auditedProcesses: Readonly<Record<string, Wording>> = {
  designation: { zh: '命名', en: 'designation' },
  revocation: { zh: '取消命名', en: 'revocation' },
  inspection: { zh: '督查', en: 'inspection' },
  problem: { zh: '问题', en: 'problem' },
  remediation: { zh: '后进整顿', en: 'remediation' },
};

/** Prints the replay of an instance of a process. @returns whether stream, log and read model all agree; undefined: there is none */
export async function auditProcess(
  instance: Instance,
  asked: Omit<AuditAsked, 'scheme' | 'wholeLogs'>,
  { platform, terminal }: { readonly platform: Platform; readonly terminal: Terminal },
): Promise<boolean | undefined> {
  const { language, knownAt, changedSince } = asked;
  const replay = await processReplayOf(platform, instance, knownAt);
  if (!replay) return undefined;
  const speak = speaker(language);
  terminal.say(speak('title', subjectOf(instance, replay), auditedProcesses[instance.process]?.[language]));
  if (replay.steps.length === 0) terminal.say(speak('nothing'));
  const isNew = ({ recordedAt }: ProcessStep): boolean =>
    changedSince !== undefined && Date.parse(recordedAt) > Date.parse(changedSince);
  for (const step of replay.steps) terminal.say(`${isNew(step) ? '+' : ' '} ${stepLine(step, language)}`);
  if (changedSince !== undefined)
    terminal.say(speak('since', timeOf(changedSince), String(replay.steps.filter(isNew).length)));
  return showVerdict(terminal, replay, language);
}

const subjectOf = ({ id }: Instance, { organization }: ProcessReplay): string =>
  organization === null ? id : `${organization.name} ${id} `;

function stepLine(step: ProcessStep, language: Language): string {
  const { recordedAt, says, statusLabel } = step;
  const details = detailsOf(step).map((detail) => detail[language]);
  const told = language === 'zh' ? `${says}（${details.join('，')}）` : `${says} (${details.join(', ')})`;
  return `${timeOf(recordedAt)} ${told}${statusLabel === null ? '' : ` ${statusLabel}`}`;
}

/** Who took a step, for whom, from which day it holds, on what it rests and what caused it; what is not known is left out. */
function detailsOf({ actor, dutyLabel, actedFor, effectiveOn, basis, causedBy }: ProcessStep): readonly Wording[] {
  const told: readonly (readonly [value: string | null | undefined, zh: string, en: string])[] = [
    [actor, '操作人', 'by '],
    [dutyLabel, '', ''],
    [actedFor, '代表', 'for '],
    [basis, '依据', 'on '],
    [causedBy?.says, '缘于', 'caused by '],
  ];
  const known = told.flatMap(([value, zh, en]) => (value ? [{ zh: `${zh}${value}`, en: `${en}${value}` }] : []));
  return [...known, { zh: `自${effectiveOn}起`, en: `from ${effectiveOn}` }];
}
