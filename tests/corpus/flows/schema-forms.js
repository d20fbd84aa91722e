// forms checked against a JSON schema with formats, references, conditions and defaults
const schema = { $defs: { money: { type: 'object', required: ['amount', 'currency'], properties: { amount: { type: 'integer', minimum: 0 }, currency: { enum: ['EUR', 'CNY'] } } } }, type: 'object', required: ['id', 'lines'], additionalProperties: false, properties: { id: { type: 'string', format: 'uuid' }, at: { type: 'string', format: 'date' }, lines: { type: 'array', minItems: 1, items: { type: 'object', properties: { price: { $ref: '#/$defs/money' }, qty: { type: 'integer', default: 1, exclusiveMinimum: 0 } } }, uniqueItems: true }, contact: { oneOf: [{ type: 'string', pattern: '^\\S+@\\S+$' }, { type: 'null' }] } } };
const { validate } = require('uuid'); const { isMatch } = require('date-fns'); const _ = require('lodash');
const formats = { uuid: validate, date: (s) => isMatch(s, 'yyyy-MM-dd') };
const typeOf = (v) => (v === null ? 'null' : Array.isArray(v) ? 'array' : Number.isInteger(v) ? 'integer' : typeof v);
function check(s, v, path = '$', out = []) {
  if (s.$ref) return check(_.get(schema, s.$ref.slice(2).split('/')), v, path, out);
  const no = (why) => out.push(`${path} ${why}`);
  if (s.type && typeOf(v) !== s.type && !(s.type === 'number' && typeOf(v) === 'integer')) { no(`is ${typeOf(v)}, not ${s.type}`); return out; }
  if (s.enum && !s.enum.includes(v)) no(`is none of ${s.enum.join('|')}`);
  if (s.minimum !== undefined && v < s.minimum) no(`is below ${s.minimum}`); if (s.exclusiveMinimum !== undefined && v <= s.exclusiveMinimum) no(`is not above ${s.exclusiveMinimum}`);
  if (s.pattern && !new RegExp(s.pattern, 'u').test(v)) no('does not match'); if (s.format && !formats[s.format](v)) no(`is no ${s.format}`);
  if (s.oneOf) { const n = s.oneOf.filter((o) => check(o, v).length === 0).length; if (n !== 1) no(`matches ${n} of ${s.oneOf.length}`); }
  if (s.type === 'array') { if (v.length < (s.minItems ?? 0)) no('is too short'); if (s.uniqueItems && _.uniqWith(v, _.isEqual).length < v.length) no('has duplicates'); v.forEach((x, i) => check(s.items ?? {}, x, `${path}[${i}]`, out)); }
  if (s.type === 'object') { for (const k of s.required ?? []) if (!(k in v)) no(`lacks ${k}`); for (const [k, sub] of Object.entries(s.properties ?? {})) { if (!(k in v) && 'default' in sub) v[k] = _.cloneDeep(sub.default); if (k in v) check(sub, v[k], `${path}.${k}`, out); } if (s.additionalProperties === false) for (const k of _.difference(Object.keys(v), Object.keys(s.properties))) no(`has unknown ${k}`); }
  return out;
}
const good = { id: '00112233-4455-4677-8899-aabbccddeeff', at: '2024-02-29', lines: [{ price: { amount: 5, currency: 'EUR' } }], contact: null };
return [good, {}, { ...good, id: 'x', at: '2023-02-29', extra: 1 }, { ...good, lines: [{ price: { amount: -1, currency: 'USD' }, qty: 0 }, { qty: 1.5 }, { qty: 2 }, { qty: 2 }] }, { ...good, contact: 'no mail', lines: [] }, [], null].map((v) => check(schema, v)).concat([[good.lines[0].qty]]);
