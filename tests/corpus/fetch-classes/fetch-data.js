// fetch of data: URLs
const get = async (url) => { const r = await fetch(url); return [r.status, r.statusText, r.url, r.type, [...r.headers], await r.text()]; };
return [await get('data:,a%20b'), await get('data:text/plain;charset=utf-8,%C3%A4'), await get('data:;base64,aGVsbG8='), await get('data:application/json,{"a":1}#frag'), await get('data:image/png;x=y;base64,AA==')];
