// Node's command line, which a block does not have.

// What crypto.constants.defaultCipherList says.
const CIPHERS = 'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:' +
  'ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:' +
  'ECDHE-ECDSA-AES256-GCM-SHA384:DHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA256:' +
  'DHE-RSA-AES128-SHA256:ECDHE-RSA-AES256-SHA384:DHE-RSA-AES256-SHA384:ECDHE-RSA-AES256-SHA256:' +
  'DHE-RSA-AES256-SHA256:HIGH:!aNULL:!eNULL:!EXPORT:!DES:!RC4:!MD5:!PSK:!SRP:!CAMELLIA';

const LISTS = { __proto__: null, '--disable-warning': [], '--diagnostic-dir': '', '--redirect-warnings': '',
  '--tls-cipher-list': CIPHERS };
export const getOptionValue = (name) => LISTS[name];
export const getAllowUnauthorized = () => false;
export const getEmbedderOptions = () => ({});
export const refreshOptions = () => {};
