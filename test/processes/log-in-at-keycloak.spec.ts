import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actionIn, Browser } from '../support/browser.ts';
import { type Keycloak, keycloakFolder, realm, startKeycloak } from '../support/keycloak.ts';
import { PlatformUnderTest } from '../support/platform.ts';

// Where Java 17 or Maven is missing, or nothing can be fetched, these are listed as not run.
const distribution = await keycloakFolder();
const where = distribution === undefined ? describe.skip : describe;

where('logging in at a real Keycloak', () => {
  let keycloak: Keycloak;
  let platform: PlatformUnderTest;
  beforeAll(async () => {
    keycloak = await startKeycloak(distribution ?? '');
    platform = await PlatformUnderTest.start({
      environment: { OIDC_ISSUER: keycloak.issuer, OIDC_CLIENT_ID: realm.client, OIDC_CLIENT_SECRET: realm.secret },
    });
  }, 600_000);
  afterAll(async () => {
    await platform?.discard();
    await keycloak?.stop();
  }, 60_000);

  const browser = new Browser();

  it('a person comes in with code, PKCE and nonce, is who the claim says, and is asked again for a step-up', async () => {
    const there = await browser.open(`${platform.url}/log-in/oidc?to=/org/W`);
    const given = { username: realm.user, password: realm.password };
    const wrong = await browser.open(actionIn(await browser.open(there.to)), { ...given, password: 'wrong' });
    expect(wrong.to).toBe('');
    const back = await browser.open(actionIn(wrong), given);
    expect(back.to).toContain(`${platform.url}/log-in/oidc/callback?`);
    const arrived = await browser.open(back.to);
    expect([arrived.status, arrived.text]).toEqual([200, expect.stringContaining('0;url=/org/W')]);
    const replayed = await browser.open(back.to);
    expect([replayed.status, replayed.text]).toEqual([401, expect.stringContaining('统一身份认证未能确认')]);

    const cookie = { cookie: `zhibu=${browser.cookie(platform.url, 'zhibu')}` };
    expect(await platform.query('{ me { personId hasSession } }', {}, cookie)).toEqual({
      me: { personId: realm.personId, hasSession: true },
    });
    // He has a session at the provider, and is asked for his password all the same.
    const anew = await browser.open((await browser.open(`${platform.url}/log-in/oidc`)).to);
    expect(anew.text).toContain('name="password"');
    const { text } = await browser.open(`${platform.url}/log-out/oidc`, {});
    const [, out = ''] = /0;url=([^"]+)/.exec(text) ?? [];
    expect(out).toContain('/protocol/openid-connect/logout?');
    const farewell = new URL(out.replaceAll('&amp;', '&'));
    expect(farewell.searchParams.get('client_id')).toBe('zhibu');
    expect((await browser.open(farewell.href)).status).toBeLessThan(400);
    expect(await platform.graphql('{ me { personId } }', {}, cookie)).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  }, 120_000);

  it('once it is away, local accounts go on, and the page says so', async () => {
    await keycloak.stop();
    const headers = { accept: 'text/html' };
    const callback = await fetch(`${platform.url}/log-in/oidc/callback?code=x&state=x`, { headers });
    expect(callback.status).toBe(401);
    const page = await fetch(`${platform.url}/log-in`, { headers });
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('action="/log-in"')]);
  }, 60_000);
});
