import { Controller, Get, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { refusal } from '@zhibu/contracts';
import { Refusal } from '@zhibu/kernel';
import { problemOf } from '@zhibu/service-kit';
import type { Request, Response } from 'express';
import { noteAccess } from '../access-log/noted.ts';
import { currentLanguage } from '../request/language.ts';
import { answerLogInPage } from './log-in-page.ts';
import { Oidc } from './oidc.ts';
import { logInWords } from './log-in.words.ts';
import { answerPage, escaped, wantsPage } from './page.ts';
import { SessionReader } from './session-of.ts';
import { wayBack } from './way-back.ts';

/** Logging in at an identity provider: there, back, and out. */
@Controller()
export class OidcController {
  private readonly oidc: Oidc;
  private readonly reader: SessionReader;

  constructor(@Inject(Oidc) oidc: Oidc, @Inject(SessionReader) reader: SessionReader) {
    this.oidc = oidc;
    this.reader = reader;
  }

  @Get('log-in/oidc')
  async begin(@Req() request: Request, @Res() response: Response, @Query('to') to: unknown): Promise<void> {
    await this.tried(request, response, async () => {
      const beginning = {
        redirectUri: this.oidc.callbackOf(request),
        wayBack: wayBack(to),
        isAnew: this.reader.isShown(request),
        address: request.ip ?? '',
      };
      const begun = await this.oidc.logIns.begin(beginning);
      this.oidc.transaction.set(response, begun.cookie);
      led(response, begun.to);
    });
  }

  @Get('log-in/oidc/callback')
  async end(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.tried(request, response, async () => {
      // As it was sent: a parameter that comes twice is told to who judges the answer.
      const { searchParams } = new URL(request.originalUrl, 'http://localhost');
      const shown = this.oidc.transaction.of(request);
      this.oidc.transaction.clear(response);
      if (shown === undefined) throw refusal('OIDC_REFUSED');
      const { id: session, personId: person, cookie, wayBack: to } = await this.oidc.logIns.end(shown, searchParams);
      noteAccess(request, { person, session, outcome: 'ok' });
      await this.reader.end(request);
      this.reader.cookie.set(response, cookie);
      answerOnward(response, to, 'logIn');
    });
  }

  /** Sent by a page of ours: were it a link, any page of somebody else could end sessions here and there. */
  @Post('log-out/oidc')
  @HttpCode(200)
  async out(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.tried(request, response, async () => {
      const ended = await this.reader.end(request);
      if (ended) noteAccess(request, { person: ended.personId, session: ended.id });
      this.reader.cookie.clear(response);
      const there = await this.oidc.provider.farewell(this.oidc.addressOf(request, '/log-in'));
      answerOnward(response, there ?? '/log-in', 'logOut');
    });
  }

  /** Whatever goes wrong there, local accounts go on. */
  private async tried(request: Request, response: Response, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Refusal) || !wantsPage(request)) throw error;
      const language = currentLanguage();
      const { detail, status } = problemOf(error, language);
      answerLogInPage(response, { language, notice: detail, status, hasOidc: true });
    }
  }
}

/**
 * A page that goes on by itself. Were it a redirect, the browser would follow it as one who comes from the provider's site,
 * without the session's cookie; and lead no form to another site, as the page's policy has it.
 */
function answerOnward(response: Response, to: string, title: 'logIn' | 'logOut'): void {
  const language = currentLanguage();
  const body = `<p><a href="${escaped(to)}">${logInWords.goOn[language]}</a></p>`;
  answerPage(response, { language, title: logInWords[title][language], body, onTo: to });
}

function led(response: Response, to: string): void {
  response.set('cache-control', 'no-store').redirect(303, to);
}
