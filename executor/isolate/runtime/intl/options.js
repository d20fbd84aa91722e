// How ECMA-402 reads options, with Node's words for what is wrong.

export function toOptions(options, service = '') {
  if (options === undefined) return Object.create(null);
  if (options === null) {
    throw new TypeError(service === '' ? 'Cannot convert undefined or null to object' : `${service} called on null or undefined`);
  }
  return Object(options);
}

export function onlyObject(options) {
  if (options === undefined) return Object.create(null);
  if (typeof options !== 'object' && typeof options !== 'function' || options === null) {
    throw new TypeError('Incorrect options argument: an object is needed');
  }
  return options;
}

const outOfRange = (value, service, name) =>
  new RangeError(`Value ${String(value)} out of range for ${service} options property ${name}`);

export function choice(options, name, values, fallback, service) {
  let value = options[name];
  if (value === undefined) return fallback;
  value = String(value);
  if (values !== undefined && !values.includes(value)) throw outOfRange(value, service, name);
  return value;
}

export function flag(options, name) {
  const value = options[name];
  return value === undefined ? undefined : Boolean(value);
}

export function toNumber(value, least, most, name, fallback) {
  if (value === undefined) return fallback;
  value = Number(value);
  if (!(value >= least && value <= most)) throw new RangeError(`${name} value is out of range.`);
  return Math.floor(value);
}

export const integer = (options, name, least, most, fallback) => toNumber(options[name], least, most, name, fallback);

const TYPE = /^[a-z\d]{3,8}(?:-[a-z\d]{3,8})*$/i;

// A `nu`, `ca` or `co` given as an option.
export function keyword(options, name, service) {
  const value = choice(options, name, undefined, undefined, service);
  if (value !== undefined && !TYPE.test(value)) throw new RangeError(`Invalid ${name} : ${value}`);
  return value?.toLowerCase();
}
