// an adapter of one's own: what config it gets and what becomes of its answer
const axios = require('axios');
const seen = [];
const client = axios.create({ baseURL: 'https://api.example/v1', headers: { 'X-App': 'flow' }, adapter: async (config) => {
  seen.push([config.method, config.baseURL, config.url, JSON.stringify(config.params), config.data, { ...config.headers.toJSON() }]);
  return { status: 200, statusText: 'OK', headers: { 'content-type': 'application/json' }, data: '{"ok":true}', config, request: null };
} });
const answers = [await client.get('/a', { params: { q: 1 } }), await client.post('b', { x: [1, 2] }), await client.put('c', 'text'), await client.delete('d', { data: { y: 1 } }), await client.request({ url: 'e', method: 'PATCH', data: new URLSearchParams({ z: '1' }) }), await client('f'), await client.head('g'), await client.options('h')];
return { seen, data: answers.map((a) => a.data), headers: answers[0].headers, status: answers[0].status };
