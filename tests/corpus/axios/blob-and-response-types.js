// data: URLs by responseType
const axios = require('axios');

const url = 'data:text/plain;base64,aMOkbGxv';
const out = []; for (const responseType of ['text', 'arraybuffer', 'json']) { const { data, status, headers } = await axios.get(url, { responseType }); out.push([typeof data, Buffer.isBuffer(data), String(data), status, headers.constructor.name]); }
return out;
