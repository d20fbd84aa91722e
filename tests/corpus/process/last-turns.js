// beforeExit begins anew, exit is the end; what is awaited then
const log = []; let round = 0;
process.on('beforeExit', (code) => { log.push(['beforeExit', code]); if (round++ < 2) setTimeout(() => log.push('again'), 1); });
const over = new Promise((resolve) => process.on('beforeExit', () => { if (round === 3) resolve('over'); }));
return { over: await over, log };
