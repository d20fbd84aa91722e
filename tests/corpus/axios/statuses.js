// HttpStatusCode and the exports
const axios = require('axios');

return [axios.HttpStatusCode.NotFound, axios.HttpStatusCode[404], Object.keys(axios.HttpStatusCode).length, Object.keys(axios).sort(), axios.VERSION, require('axios').default === axios, typeof axios.Axios, axios.name];
