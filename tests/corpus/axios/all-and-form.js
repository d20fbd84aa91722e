// axios.all, spread, toFormData, formToJSON
const axios = require('axios');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const r=await axios.all([1,Promise.resolve(2)]).then(axios.spread((a,b)=>a+b)); return [r, axios.isAxiosError({isAxiosError:true}), axios.mergeConfig({a:1,headers:{x:1}},{headers:{y:2}}).headers, axios.HttpStatusCode[404], typeof axios.toFormData, axios.formToJSON instanceof Function];
