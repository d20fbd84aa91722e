// toFormData: cycles and depth
const axios = require('axios');
const attempt = async (run) => { try { return await run(); } catch (e) { return [e.name, e.message, e.code ?? null]; } };

const cycle = {}; cycle.self = cycle; let deep = {}; const top = deep; for (let n = 0; n < 150; n++) deep = deep.d = {}; deep.x = 1;
return [await attempt(() => axios.toFormData(cycle, new FormData())), await attempt(() => axios.toFormData(top, new FormData())), await attempt(() => axios.toFormData(5, new FormData())), await attempt(() => axios.toFormData({ a: 1 }, new FormData(), { visitor: 5 }) instanceof FormData)];
