// Signs an API request with HMAC-SHA256, in the manner of AWS, Aliyun and most payment gateways: hash the body, write
// the request in one canonical form, sign that with a key derived for the day. For callers of such an API.
const CryptoJS = require('crypto-js');

const { method, path, query, headers, body, accessKey, secretKey, timestamp } = input;
const day = timestamp.slice(0, 10);

// RFC 3986: encodeURIComponent leaves these five characters alone, signatures do not.
const encode = (text) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
const byName = ([a], [b]) => (a < b ? -1 : a > b ? 1 : 0);

const canonicalQuery = Object.entries(query)
  .map(([name, value]) => [encode(name), encode(value)])
  .sort(byName)
  .map((pair) => pair.join('='))
  .join('&');
const signed = Object.entries({ ...headers, 'x-date': timestamp })
  .map(([name, value]) => [name.toLowerCase(), value.trim().replace(/\s+/g, ' ')])
  .sort(byName);
const signedHeaders = signed.map(([name]) => name).join(';');

const canonical = [
  method.toUpperCase(),
  path,
  canonicalQuery,
  ...signed.map((pair) => pair.join(':')),
  signedHeaders,
  CryptoJS.SHA256(JSON.stringify(body)).toString(),
].join('\n');

const dayKey = CryptoJS.HmacSHA256(day, secretKey);
const signature = CryptoJS.HmacSHA256(canonical, dayKey).toString(CryptoJS.enc.Base64);

return {
  url: `${path}?${canonicalQuery}`,
  authorization: `HMAC-SHA256 Credential=${accessKey}/${day}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
};
