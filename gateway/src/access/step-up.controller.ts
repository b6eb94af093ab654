import { Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { Refusal } from '@zhibu/kernel';
import { parsed, problemOf } from '@zhibu/service-kit';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { noteAccess } from '../access-log/noted.ts';
import { currentLanguage } from '../request/language.ts';
import { answerLogInPage } from './log-in-page.ts';
import { wantsPage } from './page.ts';
import { SecondFactors } from './second-factors.ts';
import { SessionReader } from './session-of.ts';
import type { Session } from './sessions.ts';
import { answerFactorElsewhere, answerSecondFactorPage, answerStepUpPage, isOfOidc } from './step-up-page.ts';
import { wayBack } from './way-back.ts';

const LONGEST = 512;
const text = z.string().max(LONGEST);
const proof = z.strictObject({ password: text, oneTimePassword: text.default(''), to: z.string().optional() });

type Shown = (session: Session, said: { readonly notice?: string; readonly status?: number }) => Promise<void> | void;

/** Where whoever has a session proves again who he is, and sets up the second factor that his duty asks for. */
@Controller()
export class StepUpController {
  private readonly factors: SecondFactors;
  private readonly reader: SessionReader;

  constructor(@Inject(SecondFactors) factors: SecondFactors, @Inject(SessionReader) reader: SessionReader) {
    this.factors = factors;
    this.reader = reader;
  }

  @Get('step-up')
  async page(@Req() request: Request, @Res() response: Response, @Query('to') to: unknown): Promise<void> {
    await this.shown(request, response, (session) => answerStepUpPage(response, { session, to: wayBack(to) }));
  }

  @Post('step-up')
  async prove(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.tried(request, response, {
      work: (session, given) => this.factors.stepUp(session, given),
      page: (session, said) => answerStepUpPage(response, { session, to: backFrom(request), ...said }),
    });
  }

  @Get('second-factor')
  async setting(@Req() request: Request, @Res() response: Response, @Query('to') to: unknown): Promise<void> {
    await this.shown(request, response, async (session) => {
      if (isOfOidc(session)) return answerFactorElsewhere(response, wayBack(to));
      const secret = await this.factors.pending(session);
      if (secret) answerSecondFactorPage(response, { session, secret, to: wayBack(to) });
      else response.redirect(303, wayBack(to));
    });
  }

  @Post('second-factor')
  async set(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.tried(request, response, {
      work: (session, given) => this.factors.setUp(session, given),
      page: async (session, said) => {
        const secret = await this.factors.pending(session);
        if (secret) answerSecondFactorPage(response, { session, secret, to: backFrom(request), ...said });
        else response.redirect(303, backFrom(request));
      },
    });
  }

  /** A page for whoever has a session; whoever has none logs in first, and comes back. */
  private async shown(request: Request, response: Response, page: Shown): Promise<void> {
    const session = await this.sessionOf(request, response, wayBack(request.originalUrl));
    if (session) await page(session, {});
  }

  private async sessionOf(request: Request, response: Response, to: string): Promise<Session | undefined> {
    try {
      const session = await this.reader.of(request);
      noteAccess(request, { person: session.personId, session: session.id });
      return session;
    } catch (error) {
      if (!(error instanceof Refusal) || !wantsPage(request)) throw error;
      const language = currentLanguage();
      const { detail, status } = problemOf(error, language);
      answerLogInPage(response, { language, notice: detail, status, to });
      return undefined;
    }
  }

  private async tried(request: Request, response: Response, { work, page }: Trial): Promise<void> {
    const session = await this.sessionOf(request, response, backFrom(request));
    if (!session) return;
    try {
      const { password, oneTimePassword: code } = parsed(proof, request.body, '');
      await work(session, { password, code, address: request.ip ?? '' });
      response.set('cache-control', 'no-store');
      if (wantsPage(request)) response.redirect(303, backFrom(request));
      else response.status(204).end();
    } catch (error) {
      if (!(error instanceof Refusal) || !wantsPage(request)) throw error;
      const { detail, status } = problemOf(error, currentLanguage());
      await page(session, { notice: detail ?? '', status });
    }
  }
}

interface Trial {
  readonly work: (session: Session, given: Parameters<SecondFactors['stepUp']>[1]) => Promise<void>;
  readonly page: Shown;
}

const backFrom = ({ body }: Request): string => wayBack(Object(body).to);
