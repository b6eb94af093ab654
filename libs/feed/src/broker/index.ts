export * from './broker.ts';
export { kafkaJars, NoBroker } from './jars.ts';
