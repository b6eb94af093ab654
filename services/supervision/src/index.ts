export * from './supervision.module.ts';
export { populationTables } from './draw/population.lookup.ts';
export { drawPopulation, drawReceipt } from './draw/receipt.lookup.ts';
