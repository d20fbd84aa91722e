// an error of a class of one's own, thrown in a timer
class Late extends Error { name = 'Late'; }
await new Promise(() => setTimeout(() => { throw new Late('too late'); }, 1));
