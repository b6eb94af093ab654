import { type DynamicModule, Module } from '@nestjs/common';
import type { GatewayRuntime } from '../configuration.ts';
import { Directory } from './directory.ts';
import { PeopleController } from './people.controller.ts';

@Module({})
class PeopleModule {}

/** The door by which the directory is filled; without a directory there is none. */
export const peopleDoor = ({ people }: GatewayRuntime): DynamicModule =>
  people
    ? { module: PeopleModule, controllers: [PeopleController], providers: [{ provide: Directory, useValue: people }] }
    : { module: PeopleModule };
