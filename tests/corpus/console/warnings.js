// What Node warns of: labels that are missing or there already
console.countReset('missing'); console.countReset(); console.timeEnd('missing'); console.timeLog(); console.time('twice'); console.time('twice');
console.log('before');
await new Promise((resolve) => setTimeout(resolve, 1));
console.log('after');
