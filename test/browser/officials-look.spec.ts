import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { repository } from '../support/program.ts';
import { chromiumOfTheMachine } from './chromium.ts';
import { type Demonstration, demonstration, desk, phone, seated, type Sitting, whole } from './demonstration.ts';
import { fence } from './fence.ts';

const executable = await chromiumOfTheMachine();
const where = executable === undefined ? describe.skip : describe;
const shots = join(repository, '.cache', 'shots');
const COMMITTEE = '/org/990100-SZGW';
const BRANCH = '/branch/990100-SZGW-001-B001';
const REPLAY = '/replay/990100-SZGW-001-B001/classification';
const screens = [
  ['overview', COMMITTEE],
  ['branches', `${COMMITTEE}/branches`],
  ['branch', BRANCH],
  ['replay', REPLAY],
  ['me', '/me'],
] as const;
/** What is no word of an official: ids, codes, and what a program says where it has nothing to say. */
const CODES = /990100|[a-f\d]{8}-[a-f\d]{4}|classification|advanced|lagging|undefined|NaN|null|\{\w+\}/;
const DOCUMENTS = 3;

where('an official at a browser', () => {
  let of: Demonstration;
  let leader: Sitting;
  beforeAll(async () => {
    of = await demonstration(executable ?? '');
    leader = await seated(of, { login: 'city-office', to: COMMITTEE });
    mkdirSync(shots, { recursive: true });
  }, 1_200_000);
  afterAll(async () => {
    await of.browser.close();
    await of.platform.discard();
  });

  it('logs in on the way, and is where he wanted', () => {
    expect(new URL(leader.page.url()).pathname).toBe(COMMITTEE);
  });

  it('sees what has become of the problems that the latest year led to', async () => {
    await whole(leader.page);
    expect(await leader.page.innerText('main')).toMatch(/已销号\s+[1-9]/);
  });

  it('is led from the front to where his work begins', async () => {
    await leader.page.goto('/');
    await leader.page.waitForURL('**/org/990100');
    await whole(leader.page);
    expect(await leader.page.textContent('h1')).toMatch(/^某市 · 20\d\d年度分类定级$/);
  });

  it('follows a figure to its list, its grade and its history, and comes back the same way', async () => {
    const { page } = leader;
    await page.goto(COMMITTEE);
    await whole(page);
    const figure = page.locator('.figures li', { hasText: '后进' }).locator('a');
    const count = Number(await figure.textContent());
    await figure.click();
    await page.waitForURL('**/branches?*');
    await whole(page);
    expect(count).toBeGreaterThan(0);
    expect(await page.locator('table.list tbody tr').count()).toBe(count);
    await page.locator('table.list tbody th a').first().click();
    await page.waitForURL('**/branch/*');
    await whole(page);
    expect(await page.textContent('.verdict .grade')).toBe('后进');
    await page.locator('.actions a').click();
    await page.waitForURL('**/replay/**');
    await whole(page);
    expect(await page.locator('.checks .held').count()).toBe(2);
    for (const place of [/\/branch\//, /\/branches\?/, /\/org\/990100-SZGW($|\?)/]) {
      await page.goBack();
      await whole(page);
      expect(page.url()).toMatch(place);
    }
    await page.goForward();
    await whole(page);
    expect(page.url()).toMatch(/\/branches\?/);
  }, 120_000);

  it('looks back to what was known then, and returns to now', async () => {
    const { page } = leader;
    await page.goto(BRANCH);
    await whole(page);
    await page.locator('.knowledges a').last().click();
    await page.waitForURL('**knownAt=*');
    await whole(page);
    expect(await page.textContent('.bar.past')).toContain('时光回看 · 只读');
    await page.locator('.crumbs a').last().click();
    expect(page.url()).toContain('knownAt=');
    await page.click('text=回到现在');
    await whole(page);
    expect(page.url()).not.toContain('knownAt=');
  }, 60_000);

  it.each(screens)('reads no code and no id, and waits for few documents: %s', async (_name, path) => {
    const asked: string[] = [];
    const noted = (request: { url(): string; postData(): string | null }): void => {
      if (request.url().endsWith('/graphql')) asked.push(String(JSON.parse(request.postData() ?? '{}').operationName));
    };
    leader.page.on('request', noted);
    await leader.page.goto(path);
    await whole(leader.page);
    leader.page.off('request', noted);
    expect(await leader.page.innerText('body')).not.toMatch(CODES);
    expect(asked.filter((name) => name !== 'Me').length).toBeLessThanOrEqual(DOCUMENTS);
  });

  it.each(screens)(
    'reads it with whatever helps him, in either size of text: %s',
    async (_name, path) => {
      const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      for (const isLarge of [false, true]) {
        await leader.page.goto(path);
        await whole(leader.page);
        await leader.page.evaluate(`document.documentElement.classList.toggle('large', ${isLarge})`);
        await leader.page.evaluate(axe);
        const violations = await leader.page.evaluate(
          `axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html.slice(0, 160))]))`,
        );
        expect(violations).toEqual([]);
      }
    },
    60_000,
  );

  it.each([320, phone.width, desk.width])(
    'sees all of it, %s pixels wide',
    async (width) => {
      await leader.page.setViewportSize({ width, height: phone.height });
      for (const [name, path] of screens) {
        await leader.page.goto(path);
        await whole(leader.page);
        expect([name, await leader.page.evaluate('document.documentElement.scrollWidth')]).toEqual([name, width]);
      }
      await leader.page.setViewportSize(desk);
    },
    120_000,
  );

  it('uses it by the keyboard alone', async () => {
    const { page } = leader;
    await page.goto(REPLAY);
    await whole(page);
    await page.keyboard.press('Home');
    await page.waitForURL('**step=1');
    await page.keyboard.press('ArrowRight');
    await page.waitForURL('**step=2');
    expect(await page.getAttribute('.steps li:nth-child(2) button', 'aria-current')).toBe('step');
    await page.reload();
    await whole(page);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('location.hash')).toBe('#main');
  }, 60_000);

  it('uses the oldest browser', async () => {
    const old = await seated(of, { login: 'auditor', to: COMMITTEE, before: fence });
    for (const [, path] of screens) {
      await old.page.goto(path);
      await whole(old.page);
    }
    expect(old.faults).toEqual([]);
    await old.context.close();
  }, 120_000);

  it('as auditor verifies a history step by step, and logs out', async () => {
    const { page, context } = await seated(of, { login: 'auditor', to: REPLAY, viewport: phone });
    expect(await page.locator('.checks li').allTextContents()).toEqual([
      expect.stringContaining('与查询结果一致'),
      expect.stringContaining('记录未被改动'),
    ]);
    expect(await page.locator('.checks .failed').count()).toBe(0);
    await page.click('.head form button');
    await page.waitForURL('**/log-in');
    await page.goto(REPLAY);
    expect(new URL(page.url()).pathname).toBe('/log-in');
    await context.close();
  }, 60_000);

  it.each([
    ['desk', desk],
    ['phone', phone],
  ] as const)(
    'is pictured at a %s',
    async (seat, viewport) => {
      await leader.page.setViewportSize(viewport);
      for (const [name, path] of screens) {
        await leader.page.goto(path);
        await whole(leader.page);
        const picture = await leader.page.screenshot({ path: join(shots, `${name}-${seat}.png`) });
        expect(picture.length).toBeGreaterThan(10_000);
      }
    },
    120_000,
  );

  it('has met no fault', () => expect(leader.faults).toEqual([]));
});
