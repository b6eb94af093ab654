import { Controller, Get, Headers, Inject, Res } from '@nestjs/common';
import type { Response } from 'express';
import { languageOf } from '../doors/language.ts';
import { Health } from './health.ts';

/** `live` never asks others, so that a process is not restarted for a fault of another; `ready` asks all it leans on, and says why not in the caller's language. */
@Controller('health')
export class HealthController {
  private readonly health: Health;

  constructor(@Inject(Health) health: Health) {
    this.health = health;
  }

  @Get('live')
  live(): object {
    return { status: 'live' };
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
