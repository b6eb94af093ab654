import { Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { refusal } from '@zhibu/contracts';
import { Refusal } from '@zhibu/kernel';
import { parsed, problemOf } from '@zhibu/service-kit';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { noteAccess } from '../access-log/noted.ts';
import { currentLanguage } from '../request/language.ts';
import { logInWords } from './log-in.words.ts';
import { wantsPage } from './page.ts';
import { SetUps } from './set-ups.ts';
import { answerDone, answerLinkedForm, givenIn, passwordFields, told } from './set-up-page.ts';

const LONGEST = 512;
const setUp = z.strictObject({
  token: z.string().max(LONGEST),
  password: z.string().max(LONGEST),
  again: z.string().max(LONGEST).optional(),
});

/** Where a person sets his password, by a link that holds once. */
@Controller('set-up')
export class SetUpController {
  private readonly setUps: SetUps;

  constructor(@Inject(SetUps) setUps: SetUps) {
    this.setUps = setUps;
  }

  @Get()
  page(@Res() response: Response): void {
    answerForm(response, {});
  }

  @Post()
  @HttpCode(200)
  async set(@Req() request: Request, @Res() response: Response): Promise<void> {
    try {
      const { token, password, again = password } = parsed(setUp, request.body, '');
      if (again !== password)
        throw refusal('INPUT_INVALID', { errors: [{ field: 'again', problem: logInWords.notTheSame }] });
      const done = await this.setUps.setUp(token, password);
      noteAccess(request, { person: done.personId, outcome: 'ok' });
      if (wantsPage(request)) answerDone(response, { title: 'setUp', notice: 'done', people: [done] });
      else response.set('cache-control', 'no-store').json(told(done));
    } catch (error) {
      if (!(error instanceof Refusal) || !wantsPage(request)) throw error;
      const { detail, status } = problemOf(error, currentLanguage());
      answerForm(response, { notice: detail, status, token: givenIn(request.body, 'token', LONGEST) });
    }
  }
}

interface Filled {
  readonly notice?: string | undefined;
  readonly status?: number;
  readonly token?: string;
}

const answerForm = (response: Response, { token = '', ...said }: Filled): void =>
  answerLinkedForm(response, { action: '/set-up', title: 'setUp', fields: passwordFields(), token, ...said });
