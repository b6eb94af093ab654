import { Body, Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { inputWords, line, personId, refusal } from '@zhibu/contracts';
import { parsed } from '@zhibu/service-kit';
import type { Request } from 'express';
import { z } from 'zod';
import { noteAccess } from '../access-log/noted.ts';
import { principalOf } from '../access/principal.ts';
import { Directory, type PutResult } from './directory.ts';

const AT_ONCE = 100;
const persons = z.strictObject({
  persons: z
    .array(
      z.strictObject({
        personId,
        name: line(50).optional(),
        phone: z
          .string()
          .regex(/^\+?\d[\d -]{5,19}$/, inputWords.notAPhone.en)
          .optional(),
        posts: line(200).optional(),
      }),
    )
    .min(1)
    .max(AT_ONCE),
});

/** Where the directory is filled: by the operator, as with the rest of an import. Nothing that is answered names anybody. */
@Controller('people')
export class PeopleController {
  private readonly directory: Directory;

  constructor(@Inject(Directory) directory: Directory) {
    this.directory = directory;
  }

  @Post()
  @HttpCode(200)
  async put(@Body() body: unknown, @Req() request: Request): Promise<PutResult> {
    const isOperator = principalOf(request).kind === 'operator';
    if (!isOperator) throw refusal('DUTY_MISSING', { right: 'import' });
    const { persons: given } = parsed(persons, body, '');
    noteAccess(request, {
      operation: 'people put',
      subjects: given.map((person) => person.personId),
      rows: given.length,
    });
    return this.directory.put(given);
  }
}
