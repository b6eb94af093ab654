import { refusal } from '@zhibu/contracts';
import { Body, Controller, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { COMMANDS_A_BATCH, parsed } from '@zhibu/service-kit';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { senderOf } from '../request/actor.ts';
import { CommandSender } from './command-sender.ts';
import { problemIn } from './service-client.adapter.ts';

const batch = z.strictObject({ commands: z.array(z.unknown()) });
const single = z.looseObject({});

/** The services' command doors in one place; here the actor enters. Bodies and answers are theirs. */
@Controller('commands')
export class CommandsController {
  private readonly sender: CommandSender;

  constructor(@Inject(CommandSender) sender: CommandSender) {
    this.sender = sender;
  }

  @Post(':name')
  async one(
    @Param('name') name: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<unknown> {
    const answer = await this.sender.one(name, parsed(single, request.body, ''), senderOf(request));
    response.status(answer.status);
    if (problemIn(answer)) response.type('application/problem+json');
    return answer.body;
  }

  @Post()
  @HttpCode(200)
  async many(@Body() body: unknown, @Req() request: Request): Promise<object> {
    const { commands } = parsed(batch, body, '');
    if (commands.length > COMMANDS_A_BATCH)
      throw refusal('BATCH_TOO_LARGE', { field: 'commands', count: commands.length });
    return { outcomes: await this.sender.many(commands, senderOf(request)) };
  }
}
