export { populations, receipts } from './arbitraries.ts';
