// Keys and signals that can be cloned, alone and inside of others
const { createSecretKey, generateKeyPairSync, webcrypto } = require('crypto');
const { transferableAbortController, transferableAbortSignal } = require('util');
const out = [];
const t = (name, attempt) => {
  try { out.push([name, attempt()]); } catch (e) { out.push([name, e.name, e.code, e.message]); }
};
const secret = createSecretKey(Buffer.from('not so secret'));
t('secret', () => { const { key } = structuredClone({ key: secret }); return [key.type, key.export().toString(), key.equals(secret), key === secret, key.constructor.name]; });
const pair = generateKeyPairSync('ed25519');
t('pair', () => Object.values(structuredClone(pair)).map((key) => [key.type, key.asymmetricKeyType, key.constructor.name]));
const key = await webcrypto.subtle.generateKey({ name: 'AES-GCM', length: 128 }, true, ['encrypt']);
t('web', () => { const clone = structuredClone([key, key]); return [clone[0] === clone[1], clone[0] === key, clone[0].type, clone[0].algorithm, clone[0].usages, clone[0].extractable, clone[0] instanceof CryptoKey]; });
const controller = transferableAbortController();
const channel = new MessageChannel();
const heard = [];
const received = new Promise((resolve) => {
  channel.port1.onmessage = ({ data }) => {
    heard.push([data instanceof AbortSignal, data === controller.signal, data.aborted]);
    data.addEventListener('abort', () => { heard.push(['aborted', data.reason]); channel.port1.close(); resolve(); });
    controller.abort('enough');
    heard.push([controller.signal.aborted, data.aborted]);
  };
});
channel.port2.postMessage(controller.signal, [controller.signal]);
await received;
out.push(heard);
t('no signal', () => transferableAbortSignal({}));
return out;
