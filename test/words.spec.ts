import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refusalSentence, refusalWords } from '@zhibu/contracts';
import { literalsIn } from './support/literals.ts';
import { repository } from './support/program.ts';

/** What reaches no screen (domain.md, section 1). */
const FORBIDDEN = /读模型|数据流|回放|两个时钟|查询视图|搁置|年度年度|undefined|\[object|field:/;
/** Names that Chinese readers know by these letters. */
const NAMES =
  /JPEG|PEM|PNG|WebP|HEIC|PDF|OFD|ODF|Office|Word|PowerPoint|PostgreSQL|EventStoreDB|Kafka|GraphQL|Node\.js|Docker|Java|Maven|JSON|CSV|UTF-8|GB18030|SHA-256|Ctrl-C|Excel|macOS|Windows x64|linux|gzip、deflate、br|RFC 3339|NFC|zhibu-draw\/1|\$all\b|[KM]B\b|YYYY(-MM-DD)?/g;
/** What an operator types: commands, options, settings, files, addresses. */
const TYPED =
  /[\p{L}\w/.-]+\.(csv|json|log|md|env|key)\b|npm (start|test|run [a-z:\d-]+)( -- [\w-]+)*|kubectl( apply -k)?|k8s\/overlays|useradd --system postgres|--[a-z-]+|[A-Z]+(_[A-Z]*)+|STORE=event-store-db|\b(STORE|PORT|postgres|root|provision|grades|zh|en|pid)\b|postgres:\/\/|https?\b|_FILE|[A-Za-z]+(?=列)|\bpg_dump\b|(?<=模式 )(access|people)\b|(logs|imports)(?= ?下)|\bevidence(?= 文件夹)|\byes\b(?= 确认)|dissolve|reinstate|(?<=□)\/[a-z/]+|\{\w+\}/gu;

/** What is filled in. */
const GAPS = /\{\w+\}/g;

/** Schemas, the lines of a usage that show what is typed, and English sentences that show a Chinese example. */
const OF_PROGRAMS = /^\s*(extend |type |input |"|npm run )|^\n|^[A-Za-z][a-z]* [a-z]/;

interface Said {
  readonly file: string;
  readonly text: string;
}

/** Every text with Chinese in the sources of what runs; what is filled in stands as a square. */
function saidIn(folder: string): readonly Said[] {
  return readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
    .filter(
      (file) =>
        /\.(tsx?|mjs)$/.test(file) &&
        !/(^|\/)(node_modules|dist|generated|testing|samples|documents)\/|\.spec\.tsx?$|\.conformance\.ts$/.test(file),
    )
    .flatMap((file) =>
      textsIn(readFileSync(join(repository, folder, file), 'utf8')).map((text) => ({
        file: `${folder}/${file}`,
        text,
      })),
    );
}

const textsIn = (source: string): readonly string[] =>
  literalsIn(source).filter((text) => /\p{Script=Han}/u.test(text) && !OF_PROGRAMS.test(text));

const official = [
  'libs/contracts/src',
  'libs/kernel/src',
  ...['access', 'doors', 'process', 'reactions'].map((folder) => `libs/service-kit/src/${folder}`),
  'services',
  'gateway/src',
  'gateway/web/src',
].flatMap(saidIn);
const operating = [
  'infra/src',
  'infra/launcher',
  'libs/draw/src',
  'libs/handover/src',
  'libs/client/src',
  'libs/service-kit/src/observing',
  'libs/event-store/src',
  'libs/feed/src',
  'libs/broker/src',
].flatMap(saidIn);

describe('what people read', () => {
  it('is there to be looked at', () => {
    expect(official.length).toBeGreaterThan(200);
    expect(operating.length).toBeGreaterThan(150);
  });

  it('says nothing that is a word of programs', () => {
    expect([...official, ...operating].filter(({ text }) => FORBIDDEN.test(text))).toEqual([]);
  });

  it('is whole: no code and no English stands in a Chinese sentence for officials', () => {
    const wrong = official.filter(({ text }) => /[A-Za-z]{2,}/.test(text.replaceAll(NAMES, '').replaceAll(GAPS, '')));
    expect(wrong).toEqual([]);
  });

  it('names to operators only what they type', () => {
    const wrong = operating.filter(({ text }) => /[A-Za-z]{2,}/.test(text.replaceAll(NAMES, '').replaceAll(TYPED, '')));
    expect(wrong).toEqual([]);
  });
});

describe('a refusal', () => {
  const faults = { errors: [{ field: 'entries.2.item', problem: { zh: '须填写', en: 'is missing' } }] };

  it.each(Object.keys(refusalWords))(
    '%s is one sentence in each language, with places and names or without',
    (code) => {
      for (const details of [{}, faults, { named: ['甲支部', '乙支部'] }]) {
        expect(refusalSentence(code, details, 'zh').replaceAll(NAMES, '')).toMatch(/^(256KB|[^A-Za-z])*$/);
        expect(refusalSentence(code, details, 'en')).toMatch(/^[^\p{Script=Han}]+(\(甲支部, 乙支部\))?$/u);
      }
    },
  );

  it('names five places or things, and counts the others', () => {
    const named = Array.from({ length: 8 }, (_, index) => `第${index + 1}支部`);
    expect(refusalSentence('ROUND_UNGRADED', { named }, 'zh')).toMatch(
      /（第1支部、第2支部、第3支部、第4支部、第5支部等8个）$/,
    );
    expect(refusalSentence('ROUND_UNGRADED', { named }, 'en')).toMatch(/ and 3 more\)$/);
    const errors = Array.from({ length: 7 }, (_, index) => ({ ...faults.errors[0], field: `entries.${index}.item` }));
    const sentence = refusalSentence('INPUT_INVALID', { errors: errors as never }, 'zh');
    expect(sentence).toContain('（评分第1条的项目：须填写；评分第2条的项目：须填写；');
    expect(sentence).toMatch(/；等7处）$/);
  });
});
