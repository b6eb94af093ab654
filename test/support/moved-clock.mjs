// Loaded before a program of ours: its clock runs as ever, but so many days ahead. Databases keep their own.
const days = Number(process.env.ZHIBU_TEST_DAYS_AHEAD ?? 0);
const now = Date.now.bind(Date);
Date.now = () => now() + days * 86_400_000;
