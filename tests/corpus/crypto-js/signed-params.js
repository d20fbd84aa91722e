// parameters signed as gateways do: sorted, joined, secret around, MD5 in capitals
const C = require('crypto-js');
const params = { app_key: '123456', method: 'taobao.item.get', v: '2.0', num_iid: '11223344', format: 'json', fields: '标题,价格', empty: '', none: undefined, timestamp: '2024-01-01 00:00:00' };
const sign = (values, secret, how) => {
  const body = Object.keys(values).filter((k) => values[k] !== undefined && values[k] !== '').sort().map((k) => k + values[k]).join('');
  if (how === 'hmac') return C.HmacMD5(body, secret).toString().toUpperCase();
  return C.MD5(secret + body + secret).toString(C.enc.Hex).toUpperCase();
};
return ['md5', 'hmac'].map((how) => [how, sign(params, 's3cr3t', how), sign({ ...params, v: '2.1' }, 's3cr3t', how)]);
