// a webhook's body in canonical form is signed, checked, and refused when old or changed
const crypto = require('crypto-js');
const canonical = (v) => (Array.isArray(v) ? `[${v.map(canonical)}]` : v && typeof v === 'object' ? `{${Object.keys(v).sort().filter((k) => v[k] !== undefined).map((k) => `${JSON.stringify(k)}:${canonical(v[k])}`)}}` : JSON.stringify(v));
const sign = (body, at, secret) => crypto.HmacSHA256(`${at}.${body}`, secret).toString(crypto.enc.Hex);
const event = { type: 'invoice.paid', data: { amount: 1990, currency: 'eur', lines: [{ b: 1, a: 'ü' }] }, id: 'evt_1', livemode: false, skip: undefined };
const body = canonical(event);
const header = `t=1709208000,v1=${sign(body, 1709208000, 'old')},v1=${sign(body, 1709208000, 'new')}`;
function verify(text, head, secrets, now) {
  const parts = head.split(',').map((p) => p.split('='));
  const at = Number(parts.find(([k]) => k === 't')?.[1]);
  if (!at) return 'no timestamp';
  if (Math.abs(now - at) > 300) return 'too old';
  const given = parts.filter(([k]) => k === 'v1').map(([, v]) => v);
  return secrets.some((s) => given.includes(sign(text, at, s))) ? 'ok' : 'wrong signature';
}
return { body, header, checks: [verify(body, header, ['new'], 1709208100), verify(body + ' ', header, ['new'], 1709208100), verify(body, header, ['x'], 1709208100), verify(body, header, ['new'], 1709209000), verify(body, 'v1=1', ['new'], 0)], digest: crypto.SHA256(body).toString(crypto.enc.Base64) };
