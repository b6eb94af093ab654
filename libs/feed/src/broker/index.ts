export * from './broker.ts';
export { NoBroker } from './jars.ts';
