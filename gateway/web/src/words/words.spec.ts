import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { en } from './en.ts';
import { fill } from './words.ts';
import { zh } from './zh.ts';

const source = fileURLToPath(new URL('..', import.meta.url));
const HAN = /\p{Script=Han}/u;
/** What relieving the grassroots forbids (ui.md, section 1); that nobody is ranked may be said. */
const FORBIDDEN = /名次|排名|积分|打卡|签到|第\s*\S{1,4}\s*名|排行/;

/** Every text by its place: `frame.moment.today`. */
const textsOf = (words: object, place = ''): readonly (readonly [string, string])[] =>
  Object.entries(words).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[`${place}${key}`, value] as const] : textsOf(Object(value), `${place}${key}.`),
  );
const chinese = textsOf(zh);
const english = new Map(textsOf(en));
const gapsIn = (text: string): readonly string[] => [...text.matchAll(/\{\w+\}/g)].map(([gap]) => gap).sort();

describe('the words of the application', () => {
  it('stand in both languages, key by key, with the same gaps to fill', () => {
    expect(chinese.length).toBeGreaterThan(50);
    expect([...english.keys()]).toEqual(chinese.map(([place]) => place));
    for (const [place, text] of chinese)
      expect([place, gapsIn(english.get(place) ?? '')]).toEqual([place, gapsIn(text)]);
  });

  it('are Chinese in the one and English in the other, but for the name of the other language', () => {
    const other = 'frame.otherLanguage';
    const wrong = [
      ...chinese.filter(([place, text]) => place !== other && /[A-Za-z]{2,}/.test(text.replace(/\{\w+\}/g, ''))),
      ...[...english].filter(([place, text]) => place !== other && HAN.test(text)),
    ];
    expect(wrong).toEqual([]);
  });

  it('rank nobody, and count nobody’s use of it', () => {
    expect(chinese.filter(([, text]) => FORBIDDEN.test(text.replace('不排名次', '')))).toEqual([]);
  });

  it('stand nowhere else', () => {
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
      (file) => /\.tsx?$/.test(file) && !/^(words|generated)[/\\]|\.spec\.tsx?$/.test(file),
    );
    const uncommented = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '');
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((file) => HAN.test(uncommented(readFileSync(`${source}${file}`, 'utf8'))))).toEqual([]);
  });
});

it('fills gaps by their names', () => expect(fill('{a} of {b}', { a: 1, b: '2' })).toBe('1 of 2'));
