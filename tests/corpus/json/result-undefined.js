// nothing returned is null
console.log('no return');
