// a flow: Chinese text through base64 and back
const encode = (text) => btoa(Array.from(new TextEncoder().encode(text), (b) => String.fromCharCode(b)).join(''));
const decode = (text) => new TextDecoder().decode(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
const texts = ['订单：长沙市芙蓉区', 'emoji 😀🎉', '', 'a'.repeat(1000)];
return texts.map((t) => [encode(t).slice(0, 60), decode(encode(t)) === t]);
