// AxiosError: shape, toJSON, isAxiosError, cancellation
const axios = require('axios');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const e=new axios.AxiosError('m','ERR_X',{url:'/u',method:'get'},null,{status:418}); const c=new axios.CanceledError(); const src=axios.CancelToken.source(); src.cancel('why'); return [e.name,e.message,e.code,e.status,axios.isAxiosError(e),axios.isAxiosError(new Error()),Object.keys(e.toJSON()).sort(),e instanceof Error,c.name,c.code,c.message,axios.isCancel(c),axios.isCancel(e),src.token.reason.message,t(()=>src.token.throwIfRequested()),axios.AxiosError.from(new TypeError('t'),'C').name,Object.keys(axios.AxiosError).filter(k=>k.startsWith('ERR')||k.startsWith('E')).sort()];
