// What an immediate throws ends the run, null as well
setImmediate(() => { throw null; });
await new Promise((r) => setTimeout(r, 10));
return 1
