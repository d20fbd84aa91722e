// post of an object as multipart: the form-data package writes it
const axios = require('axios');

const adapter = async (config) => ({ data: config.data, status: 200, statusText: 'OK', headers: {}, config, request: {} });
const { data, config } = await axios.postForm('http://a', { a: 1, l: ['x', 'y'], o: { k: 'v' } }, { adapter });
const text = data.getBuffer().toString().replaceAll(data.getBoundary(), 'BOUNDARY');
return [data.constructor.name, text, config.headers.getContentType() ?? null, Object.keys(data.getHeaders()), data.getBoundary().length];
