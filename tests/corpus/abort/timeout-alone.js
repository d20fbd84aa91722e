// a timeout's timer alone keeps nothing running
AbortSignal.timeout(60000).addEventListener('abort', () => console.log('aborted'));
await new Promise(() => {});
return 'never';
