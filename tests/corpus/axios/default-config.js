// What axios.defaults hold
const axios = require('axios');

const { transformRequest, transformResponse, validateStatus, env, ...rest } = axios.defaults;
return [rest, transformRequest.length, transformResponse.length, [199, 200, 299, 300].map(validateStatus), Object.keys(env).sort(), env.FormData.name];
