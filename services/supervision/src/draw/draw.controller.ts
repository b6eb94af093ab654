import { Controller, Get, Header, Inject, Param, UseGuards } from '@nestjs/common';
import { code } from '@zhibu/contracts';
import { FellowsOnly, parsed } from '@zhibu/service-kit';
import { z } from 'zod';

/** Gives the text of the population of a draw, see `drawPopulation`. */
export type PopulationText = (drawId: string) => Promise<string>;
export const POPULATION_TEXT = Symbol('PopulationText');

const asked = z.object({ drawId: code });

/** 抽取范围: the list that a draw was announced from, for the gateway; it is too large for an event or an answer of GraphQL. */
@Controller('draws')
@UseGuards(FellowsOnly)
export class DrawController {
  private readonly text: PopulationText;

  constructor(@Inject(POPULATION_TEXT) text: PopulationText) {
    this.text = text;
  }

  @Get(':drawId/population')
  @Header('content-type', 'text/plain; charset=utf-8')
  population(@Param() named: unknown): Promise<string> {
    return this.text(parsed(asked, named, '').drawId);
  }
}
