import { Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { Refusal } from '@zhibu/kernel';
import { parsed, problemOf } from '@zhibu/service-kit';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { noteAccess } from '../access-log/noted.ts';
import { currentLanguage } from '../request/language.ts';
import { DemonstrationDoor } from './demonstration-accounts.ts';
import { answerLogInPage } from './log-in-page.ts';
import { type Attempt, LogIns } from './log-ins.ts';
import { wantsPage } from './page.ts';
import { HAS_OIDC } from './oidc.ts';
import { SessionReader } from './session-of.ts';
import { answerStepUpPage } from './step-up-page.ts';
import { wayBack } from './way-back.ts';

/** More than any password; what is longer is not looked at. */
const LONGEST = 512;
const logIn = z.strictObject({
  login: z.string().max(LONGEST),
  password: z.string().max(LONGEST),
  oneTimePassword: z.string().max(LONGEST).default(''),
  newPassword: z.string().max(LONGEST).default(''),
  to: z.string().optional(),
});

/** Where a session begins and ends: a page with a form, or the same as JSON. */
@Controller()
export class LogInController {
  private readonly logIns: LogIns;
  private readonly reader: SessionReader;
  private readonly hasOidc: boolean;
  private readonly demonstration: DemonstrationDoor;

  constructor(
    @Inject(LogIns) logIns: LogIns,
    @Inject(SessionReader) reader: SessionReader,
    @Inject(DemonstrationDoor) demonstration: DemonstrationDoor,
    @Inject(HAS_OIDC) hasOidc: boolean,
  ) {
    this.demonstration = demonstration;
    this.logIns = logIns;
    this.reader = reader;
    this.hasOidc = hasOidc;
  }

  @Get('log-in')
  async page(@Req() request: Request, @Res() response: Response): Promise<void> {
    const to = wayBack(request.query['to']);
    const session = await this.reader.found(request);
    if (session) return answerStepUpPage(response, { session, to });
    const mayLogOut = this.reader.isShown(request);
    answerLogInPage(response, {
      language: currentLanguage(),
      mayLogOut,
      to,
      hasOidc: this.hasOidc,
      demonstration: await this.demonstration.shownTo(request),
    });
  }

  @Post('log-in')
  async begin(@Req() request: Request, @Res() response: Response): Promise<void> {
    try {
      const { login, password, oneTimePassword: code, newPassword } = parsed(logIn, request.body, '');
      const address = request.ip ?? '';
      const tried = ({ personId: person, lock }: Attempt): void =>
        noteAccess(request, { person, ...(lock !== 'none' && { outcome: lock }) });
      const admit = (account: { readonly demonstration: boolean }): void => this.demonstration.check(request, account);
      const given = { login, password, code, address, tried, admit, newPassword: newPassword || undefined };
      const { cookie, id: session } = await this.logIns.begin(given);
      noteAccess(request, { session, outcome: 'ok' });
      // A session that was shown before ends: nobody has two in one browser.
      await this.reader.end(request);
      this.reader.cookie.set(response, cookie);
      gone(request, response, wayBack(Object(request.body).to));
    } catch (error) {
      if (!(error instanceof Refusal) || !wantsPage(request)) throw error;
      const language = currentLanguage();
      const { detail, status } = problemOf(error, language);
      const demonstration = await this.demonstration.shownTo(request);
      answerLogInPage(response, {
        language,
        notice: detail,
        status,
        login: loginGiven(request),
        demonstration,
        to: wayBack(Object(request.body).to),
        hasOidc: this.hasOidc,
      });
    }
  }

  @Post('log-out')
  @HttpCode(204)
  async end(@Req() request: Request, @Res() response: Response): Promise<void> {
    const ended = await this.reader.end(request);
    if (ended) noteAccess(request, { person: ended.personId, session: ended.id });
    this.reader.cookie.clear(response);
    gone(request, response, '/log-in');
  }
}

/** A browser goes on to a page; a program has the cookie. */
function gone(request: Request, response: Response, to: string): void {
  response.set('cache-control', 'no-store');
  if (wantsPage(request)) response.redirect(303, to);
  else response.status(204).end();
}

function loginGiven({ body }: Request): string {
  const { login } = Object(body);
  return typeof login === 'string' ? login.slice(0, LONGEST) : '';
}
