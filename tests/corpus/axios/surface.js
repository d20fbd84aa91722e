// exports and defaults
const axios = require('axios');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
return [Object.keys(axios).sort(), axios.VERSION, Object.keys(axios.defaults).sort(), axios.defaults.timeout, axios.defaults.maxRedirects??null, JSON.stringify(axios.defaults.headers), Object.keys(axios.HttpStatusCode).length, axios.HttpStatusCode.Ok, typeof axios.create, axios.defaults.xsrfCookieName, typeof axios.getAdapter];
