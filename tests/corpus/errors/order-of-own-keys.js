// the order of an error's own properties, by which programs write it as JSON
const keys = (error) => Reflect.ownKeys(error);
class Mine extends Error { constructor(message) { super(message, { cause: 1 }); this.code = 'E'; } }
const json = (error) => Object.keys(JSON.parse(JSON.stringify(error, Object.getOwnPropertyNames(error))));
return [keys(new Error('a')), keys(new Error()), keys(new TypeError('a', { cause: 1 })), keys(new AggregateError([], 'm')), keys(new Mine('m')), json(new Mine('m'))];
