/** The journey of the embedded profile, walked by the five processes over Kafka. */
process.env['ZHIBU_PROFILE'] = 'cluster';
await import('../journeys/import-and-check-a-city.spec.ts');

export {};
