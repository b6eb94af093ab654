import { Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { dutyTable, refusal } from '@zhibu/contracts';
import { Refusal } from '@zhibu/kernel';
import { parsed, problemOf } from '@zhibu/service-kit';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { noteAccess } from '../access-log/noted.ts';
import { currentLanguage } from '../request/language.ts';
import { type Chosen, Founding } from './founding.ts';
import { logInWords } from './log-in.words.ts';
import { type Field, wantsPage } from './page.ts';
import { answerDone, answerLinkedForm, givenIn, passwordFields, told } from './set-up-page.ts';

const LONGEST = 512;
const text = z.string().max(LONGEST);

/** Where the administrators of a platform that has none are made, by a link that holds once. */
@Controller('set-up/administrators')
export class FoundingController {
  private readonly founding: Founding;

  constructor(@Inject(Founding) founding: Founding) {
    this.founding = founding;
  }

  @Get()
  page(@Res() response: Response): void {
    this.answerForm(response, {});
  }

  @Post()
  @HttpCode(200)
  async found(@Req() request: Request, @Res() response: Response): Promise<void> {
    try {
      const people = await this.founding.found(...this.givenBy(request));
      const subjects = people.map(({ personId }) => personId);
      noteAccess(request, { operation: 'POST /set-up/administrators', subjects, outcome: 'ok' });
      if (wantsPage(request)) answerDone(response, { title: 'found', notice: 'founded', people });
      else response.set('cache-control', 'no-store').json({ administrators: people.map(told) });
    } catch (error) {
      if (!(error instanceof Refusal) || !wantsPage(request)) throw error;
      const { detail, status } = problemOf(error, currentLanguage());
      this.answerForm(response, { notice: detail, status, body: request.body });
    }
  }

  /** @throws Refusal INPUT_INVALID */
  private givenBy({ body }: Request): [token: string, chosen: readonly Chosen[]] {
    const numbers = this.founding.administrators.map((_, index) => index + 1);
    const names = numbers.flatMap((at) => [
      [`login${at}`, text],
      [`password${at}`, text],
      [`again${at}`, text.optional()],
    ]);
    const given = parsed(z.strictObject({ token: text, ...Object.fromEntries(names) }), body, '');
    const said = (name: string): string => String(given[name] ?? '');
    const errors = numbers
      .filter((at) => given[`again${at}`] !== undefined && said(`again${at}`) !== said(`password${at}`))
      .map((at) => ({ field: `again.${at - 1}`, problem: logInWords.notTheSame }));
    if (errors.length > 0) throw refusal('INPUT_INVALID', { errors });
    return [said('token'), numbers.map((at) => ({ login: said(`login${at}`), password: said(`password${at}`) }))];
  }

  private answerForm(response: Response, { notice, status, body }: Filled): void {
    const language = currentLanguage();
    const { administrators } = this.founding;
    const fields = administrators.flatMap((duties, index): readonly Field[] => {
      const at = String(index + 1);
      const heading = duties.map((duty) => dutyTable[duty].words[language]).join(language === 'zh' ? '、' : ', ');
      const value = givenIn(body, `login${at}`, LONGEST);
      const login = { heading, name: `login${at}`, label: logInWords.login[language], value, fill: 'username' };
      return [login, ...passwordFields(at)];
    });
    const merged = administrators.length === 1 ? logInWords.merged[language] : undefined;
    const token = givenIn(body, 'token', LONGEST);
    const action = '/set-up/administrators';
    answerLinkedForm(response, { action, title: 'found', fields, token, notice: notice ?? merged, status });
  }
}

interface Filled {
  readonly notice?: string | undefined;
  readonly status?: number;
  /** As the form was filled in. */
  readonly body?: unknown;
}
