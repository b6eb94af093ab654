export * from './handle-command.ts';
export * from './port.ts';
