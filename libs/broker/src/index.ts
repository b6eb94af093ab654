export * from './broker.ts';
export { alone, kafkaJars, NoBroker } from './jars.ts';
