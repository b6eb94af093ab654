export * from './broker.ts';
export { alone, kafkaJars, NoBroker } from './jars.ts';
export { type BrokerTls, brokerUser } from './properties.ts';
