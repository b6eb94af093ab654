/** The journey of the embedded profile, walked by the five processes over Kafka. */
process.env['ZHIBU_PROFILE'] = 'cluster';
await import('../journeys/correct-a-grade-of-the-past-and-compare-both-clocks.spec.ts');

export {};
