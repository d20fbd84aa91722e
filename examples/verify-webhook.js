// Checks the signature of a webhook as payment services send it (HMAC over time and body), refuses old and false ones,
// and signs the receipt with Ed25519, so that the other side can check it without a shared secret. For receivers.
const { createHmac, createPrivateKey, sign, timingSafeEqual } = require('node:crypto');

const TOLERANCE = 300; // seconds between the sender's clock and ours

function check({ signature, body }) {
  const parts = new URLSearchParams(signature.replaceAll(',', '&'));
  const expected = createHmac('sha256', input.secret).update(`${parts.get('t')}.${body}`).digest();
  // Several of them while a secret is being replaced.
  const sent = parts.getAll('v1').map((text) => Buffer.from(text, 'hex'));
  // timingSafeEqual tells nobody by its duration how much of a guess was right; it takes equal lengths only.
  if (!sent.some((one) => one.length === expected.length && timingSafeEqual(one, expected))) return 'signature';
  return Math.abs(input.now - Number(parts.get('t'))) > TOLERANCE ? 'age' : 'accepted';
}

const key = createPrivateKey({ key: input.receiptKey, format: 'jwk' });

return input.webhooks.map((webhook) => {
  const result = check(webhook);
  if (result !== 'accepted') return { refused: result };
  const receipt = JSON.stringify({ id: JSON.parse(webhook.body).id, at: new Date(input.now * 1000).toISOString() });
  // null: Ed25519 hashes by itself. The same receipt has the same signature each time.
  return { receipt, signature: sign(null, Buffer.from(receipt), key).toString('base64url') };
});
