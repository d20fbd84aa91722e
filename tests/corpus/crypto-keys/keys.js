// reading, writing and comparing keys in every form
const c = require('crypto');
const out = {};
for (const [name, pem] of Object.entries(input.keys)) {
  const passphrase = name.includes('Sealed') ? 'throwaway' : undefined;
  const key = c.createPrivateKey({ key: pem, passphrase });
  const pub = c.createPublicKey(key);
  const details = key.asymmetricKeyDetails;
  const row = [key.type, key.asymmetricKeyType, { ...details, publicExponent: String(details.publicExponent) }, pub.type, pub.asymmetricKeyType, key.symmetricKeySize];
  row.push(pub.export({ type: 'spki', format: 'pem' }), pub.export({ type: 'spki', format: 'der' }).toString('base64'), key.export({ type: 'pkcs8', format: 'der' }).toString('base64'), key.export({ type: 'pkcs8', format: 'pem' }));
  row.push(key.export({ format: 'jwk' }), pub.export({ format: 'jwk' }));
  if (key.asymmetricKeyType === 'rsa') row.push(key.export({ type: 'pkcs1', format: 'pem' }), pub.export({ type: 'pkcs1', format: 'pem' }));
  if (key.asymmetricKeyType === 'ec') row.push(key.export({ type: 'sec1', format: 'pem' }));
  row.push(c.createPrivateKey({ key: key.export({ format: 'jwk' }), format: 'jwk' }).equals(key), c.createPublicKey({ key: pub.export({ format: 'jwk' }), format: 'jwk' }).equals(pub), c.createPrivateKey({ key: key.export({ type: 'pkcs8', format: 'der' }), format: 'der', type: 'pkcs8' }).equals(key), c.createPublicKey(pem && { key: pem, passphrase }).equals(pub), key.equals(pub));
  out[name] = row;
}
const secret = c.createSecretKey('6b6579', 'hex');
out.secret = [secret.type, secret.symmetricKeySize, secret.export().toString(), secret.export({ format: 'jwk' }), secret.equals(c.createSecretKey(Buffer.from('key'))), Object.prototype.toString.call(secret)];
return out;
