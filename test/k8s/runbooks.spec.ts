import { beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../support/program.ts';
import { RESTORED, trials } from '../k8s-trial/trials.ts';
import { isLook, register, type Runner } from './command-register.ts';
import { kubectlFaults, objectsOf, type Objects } from './kubectl-law.ts';
import { builtOverlay, overlays } from './overlay.ts';
import { programFaults } from './program-law.ts';
import { kustomize } from './programs.ts';
import { isUntried, keyOf, pages, type Typed } from './runbook-pages.ts';
import { commandsIn } from './shell-commands.ts';

// Where there is no Go, or nothing can be fetched, these are listed as not run.
const where = kustomize === undefined ? describe.skip : describe;
const WITHIN_MS = 240_000;
/** Of every machine. */
const OF_A_SHELL = ['cat', 'cd', 'cp', 'find', 'grep', 'mkdir', 'printf', 'read', 'rm', 'tar', 'tr'];

const typed = pages.flatMap(({ commands }) => commands);
const ofProgram = (...names: readonly string[]): readonly Typed[] =>
  typed.filter(({ words }) => names.includes(words[0] ?? ''));
const once = (commands: readonly Typed[]): ReadonlyMap<string, Typed> =>
  new Map(commands.map((command) => [keyOf(command), command]));
const acting = once(ofProgram('kubectl', 'zhibu', 'npm'));
const registered = register.flatMap(({ commands }) => commands);
/** What is only spoken of: the beginning of what stands whole elsewhere. */
const isBegun = (key: string): boolean =>
  [...acting.keys(), ...registered].some((other) => other !== key && other.startsWith(`${key} `));
const text = (path: string): string => readFileSync(join(repository, path), 'utf8');

it('takes lines apart as a shell does', () => {
  const words = (line: string): readonly (readonly string[])[] => commandsIn(line).map((command) => command.words);
  expect(words(`a() { kubectl get "x y" | grep -E '"b"|c' > "$1"; } && d 'e;f' < g      # h; i`)).toEqual([
    ['kubectl', 'get', 'x y'],
    ['grep', '-E', '"b"|c'],
    ['d', 'e;f'],
  ]);
  expect(words('(cd a && find . -type f) | while read -r file; do b "$(cat $1)"; done')).toEqual([
    ['cd', 'a'],
    ['find', '.', '-type', 'f'],
    ['read', '-r', 'file'],
    ['b', '$(cat $1)'],
  ]);
  expect(commandsIn('KEY=a npm run b      # not tried: why')).toEqual([
    { words: ['npm', 'run', 'b'], settings: ['KEY'], note: 'not tried: why' },
  ]);
});

describe('every page', () => {
  it.each(pages.filter(({ name }) => name !== 'README.md').map((page) => [page.name, page] as const))(
    '%s has a title in both languages, what is seen, where to look, what to do and why',
    (_name, { text: page }) => {
      expect(page).toMatch(/^# [^\n]*\p{Script=Han}[^\n]* · [A-Z][^\p{Script=Han}\n]*\n/u);
      for (const part of ['现象 Sign.', '查看 Look.', '处理 Do', '缘由 Why.'])
        expect([part, page.includes(`**${part}`)]).toEqual([part, true]);
      expect(page.split('\n').length).toBeLessThan(70);
    },
  );

  it('stands in the table of README, and links lead to what is there', () => {
    const index = text('k8s/runbooks/README.md');
    expect(pages.filter(({ name }) => name !== 'README.md' && !index.includes(`](${name})`))).toEqual([]);
    const dead = pages.flatMap(({ name, text: page }) =>
      [...page.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].flatMap(([, to = '']) =>
        existsSync(join(repository, 'k8s', 'runbooks', to)) ? [] : [`${name}: ${to}`],
      ),
    );
    expect(dead).toEqual([]);
  });

  it('uses programs of every machine, kubectl, npm, and functions that it or README defines', () => {
    const ofReadme = ['zhibu', ...(pages.find(({ name }) => name === 'README.md')?.functions ?? [])];
    const unknown = pages.flatMap(({ name, commands, functions }) =>
      commands.flatMap(({ words: [first = ''] }) =>
        [...OF_A_SHELL, 'kubectl', 'npm', ...ofReadme, ...functions].includes(first) ? [] : [`${name}: ${first}`],
      ),
    );
    expect(unknown).toEqual([]);
  });
});

where('kubectl on a page', () => {
  let objects: Objects;
  beforeAll(async () => {
    objects = objectsOf((await Promise.all(overlays.map(builtOverlay))).flat());
  });
  const faults = (words: string): readonly string[] => kubectlFaults(words.split(' '), objects);

  it('works on what overlays have, by options that it takes', () => {
    expect(ofProgram('kubectl').length).toBeGreaterThan(80);
    const wrong = [...once(ofProgram('kubectl'))].flatMap(([key, { page, words }]) =>
      isBegun(key) ? [] : kubectlFaults(words, objects).map((fault) => `${page}: ${key}: ${fault}`),
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    ['kubectl -n zhibu logs job/provisions', 'no overlay has job/provisions'],
    ['kubectl -n zhibu get kafkas,kafkatopics,topics', 'no overlay has a topic'],
    ['kubectl -n zhibu scale deployment operators --replicas=1', 'no overlay has deployment/operators'],
    ['kubectl -n zhibu get pods -l app.kubernetes.io/component=processes', 'no pod has'],
    ['kubectl -n zhibu get pods --lable a=b', 'Unknown option'],
    ['kubectl -n zhibu logs job/NAME -c commands', 'no pod has a container commands'],
    ['kubectl -n zhibu create job --from=cronjob/backups now', 'no overlay has cronjob/backups'],
    ['kubectl get pods', '-n zhibu is missing'],
    ['kubectl -n zhibu annotate pods a', 'no command that pages may use'],
  ])('%s is refused', (line, why) => {
    expect(faults(line).join()).toContain(why);
  });
});

describe('a program on a page', () => {
  const isApplying = ({ words }: Typed): boolean => words.includes('k8s:apply') || words.includes('k8s:secrets');
  const called = [
    ...once(ofProgram('zhibu', 'npm').filter((command) => !isApplying(command) && !command.words.includes('$@'))),
  ].filter(([key]) => !isBegun(key));

  it.each(called)(
    '%s: is there, and takes its arguments',
    async (_key, { words }) => {
      expect(await programFaults(words)).toEqual([]);
    },
    WITHIN_MS,
  );

  it.each([
    ['zhibu parked lists', 'does not name lists'],
    ['zhibu people forgett PERSON', 'does not name forgett'],
    ['zhibu rebuild all --switch', 'does not name --switch'],
    ['zhibu backups /work/a', 'no program backups'],
    ['zhibu verify-log CODE', 'Usage'],
    ['npm run accounts -- add', 'accounts add: 参数有误'],
  ])(
    '%s is refused',
    async (line, why) => {
      expect((await programFaults(line.split(' '))).join()).toContain(why);
    },
    WITHIN_MS,
  );
});

describe('the register of who runs a command', () => {
  it('names one for each, or the page says that nobody has tried it, and why', () => {
    const unrun = [...acting].flatMap(([key, command]) =>
      isUntried(command) || isLook(command) || registered.includes(key) || isBegun(key)
        ? []
        : [`${command.page}: ${key}`],
    );
    expect(unrun).toEqual([]);
  });

  it('names none that stands on no page, none twice, and none that a page calls not tried', () => {
    expect(registered.filter((key) => !acting.has(key))).toEqual([]);
    expect(registered.filter((key, index) => registered.indexOf(key) !== index)).toEqual([]);
    expect(typed.filter((command) => isUntried(command) && registered.includes(keyOf(command)))).toEqual([]);
  });

  it.each(register.map((runner) => [Object.values(runner.by).join(), runner] as const))(
    '%s is there, and has their words',
    (_name, runner) => {
      expect(lacking(runner)).toEqual([]);
    },
  );

  it('is not believed of a runner that never says a command', () => {
    const wrong: Runner = { by: { spec: 'test/launcher/k8s-apply.spec.ts' }, commands: ['zhibu people forget PERSON'] };
    expect(lacking(wrong)).not.toEqual([]);
    expect(lacking({ ...wrong, by: { trial: 'nothing' } })).toEqual(['there is no trial nothing']);
    expect(lacking({ ...wrong, by: { typedBy: 'test/k8s/rotating.spec.ts' } })).not.toEqual([]);
  });
});

/** Why a runner cannot be who runs its commands: he is not there, or his words are not theirs. */
function lacking({ by, commands }: Runner): readonly string[] {
  if ('typedBy' in by) {
    const types = text(by.typedBy);
    return commands.filter((key) => !typed.some((one) => keyOf(one) === key && types.includes(`'${one.page}'`)));
  }
  if ('trial' in by) {
    if (![...trials, RESTORED].some(({ name }) => name === by.trial)) return [`there is no trial ${by.trial}`];
    return wordless(commands, ofTrial());
  }
  return wordless(commands, text(by.spec));
}

function ofTrial(): string {
  const folder = join(repository, 'test', 'k8s-trial');
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  return [...files.map((name) => text(`test/k8s-trial/${name}`)), text('infra/launcher/k8s-apply.mjs')].join('\n');
}

/** Commands of whose words one is not in a text; names, places and figures may be others there. */
const wordless = (commands: readonly string[], said: string): readonly string[] =>
  commands.filter((key) => {
    const words = key.split(' ').map((word) => word.replace(/=.*/, ''));
    const own = words.slice(words[0] === 'npm' ? 2 : 1).filter((word) => /^(--)?[a-z][a-z-]+$/.test(word));
    return own.some((word) => !said.includes(word));
  });
