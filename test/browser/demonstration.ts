import { setTimeout as pause } from 'node:timers/promises';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { PlatformUnderTest, temporaryFolder } from '../support/platform.ts';

const LOADED_WITHIN_MS = 900_000;
const LOOK_MS = 2_000;
const PASSWORD = /<code>(Shifan-[^<]+)<\/code>/;

/** The platform with the demonstration city and its accounts, and a browser. */
export interface Demonstration {
  readonly platform: PlatformUnderTest;
  readonly browser: Browser;
  /** What the log-in page says that all accounts share. */
  readonly password: string;
}

/** Starts both, as `npm start` does on a new folder, and waits until people can log in. */
export async function demonstration(executablePath: string): Promise<Demonstration> {
  const platform = await PlatformUnderTest.start({ data: await temporaryFolder(), args: [] });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  return { platform, browser, password: await passwordOf(platform.url) };
}

/** The accounts come when the city and its year are there. */
async function passwordOf(url: string): Promise<string> {
  for (const until = Date.now() + LOADED_WITHIN_MS; Date.now() < until; await pause(LOOK_MS)) {
    const [, password] = PASSWORD.exec(await (await fetch(`${url}/log-in`)).text()) ?? [];
    if (password !== undefined) return password;
  }
  throw new Error('the demonstration city did not come');
}

export const phone = { width: 390, height: 844 } as const;
export const desk = { width: 1440, height: 900 } as const;

/** Somebody at a browser of his own. */
export interface Sitting {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What went wrong in the page, in the order in which it did. */
  readonly faults: string[];
}

interface Seat {
  readonly login: string;
  /** Where he wants to go; the way leads over the page on which one logs in. */
  readonly to: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** What is done to the page before it loads. */
  readonly before?: string;
}

/** Opens an address, logs in on the page that comes, and waits until he is where he wanted. */
export async function seated(of: Demonstration, { login, to, viewport = desk, before }: Seat): Promise<Sitting> {
  const context = await of.browser.newContext({ viewport, locale: 'zh-CN', baseURL: of.platform.url });
  if (before !== undefined) await context.addInitScript(before);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await page.goto(to);
  await page.fill('[name=login]', login);
  await page.fill('[name=password]', of.password);
  await page.click('form[action="/log-in"] button');
  await whole(page);
  return { context, page, faults };
}

/** Waits until nothing of the screen is still to come. */
export async function whole(page: Page): Promise<void> {
  await page.waitForSelector('h1');
  await page.waitForLoadState('networkidle');
  await page.waitForSelector('.waiting', { state: 'detached' });
}
