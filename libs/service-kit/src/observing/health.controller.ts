import { Controller, Get, Headers, Inject, Res } from '@nestjs/common';
import type { Response } from 'express';
import { languageOf } from '../doors/language.ts';
import { Health } from './health.ts';
import { type Program, PROGRAM } from './program.ts';

/**
 * `live` never asks others, so that a process is not restarted for a fault of another, and says what the program is; `ready` asks all it
 * leans on, and says why not in the caller's language.
 */
@Controller('health')
export class HealthController {
  private readonly health: Health;
  private readonly program: Program;

  constructor(@Inject(Health) health: Health, @Inject(PROGRAM) program: Program) {
    this.health = health;
    this.program = program;
  }

  @Get('live')
  live(): object {
    const { version, schemas } = this.program;
    return { status: 'live', version, schemas };
  }

  @Get('ready')
  async ready(
    @Headers('accept-language') accepted: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<object> {
    const { feeds, ...standing } = await this.health.look(languageOf(accepted));
    response.status(standing.status === 'not ready' ? 503 : 200);
    // How much was recorded and when is told to those who watch the process, on a port of theirs.
    return { ...standing, feeds: feeds.map(({ position: _at, head: _head, recordedAt: _when, ...feed }) => feed) };
  }
}
