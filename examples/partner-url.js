// Builds the signed addresses that send a customer to a partner's checkout and back, one per offer. For affiliate
// links and hosted payment pages. getUri() writes exactly the address that axios would call.
const axios = require('axios');
const CryptoJS = require('crypto-js');
const qs = require('qs');

const { partner, customer, offers } = input;

// items[0][qty]=…&items[0][sku]=…, in the order of the alphabet: the order in which the partner checks the signature.
const serialize = (params) =>
  qs.stringify(params, { skipNulls: true, sort: (a, b) => (a < b ? -1 : a > b ? 1 : 0) });
const client = axios.create({ baseURL: partner.baseURL, paramsSerializer: { serialize } });

return offers.map(({ id, items, coupon = null }) => {
  const params = {
    merchant: partner.merchant,
    lang: customer.languages.find((language) => partner.languages.includes(language)) ?? partner.languages[0],
    return: axios.getUri({ url: partner.returnURL, params: { offer: id } }),
    items,
    coupon,
  };
  const sign = CryptoJS.HmacSHA256(serialize(params), partner.key).toString(CryptoJS.enc.Base64url);
  return { id, url: client.getUri({ url: `/checkout/${encodeURIComponent(id)}`, params: { ...params, sign } }) };
});
