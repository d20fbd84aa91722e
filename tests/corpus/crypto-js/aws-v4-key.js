// the chained HMACs of AWS signature version 4
const C = require('crypto-js');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const k=(s,m)=>C.HmacSHA256(m,s); const date=k('AWS4'+'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY','20150830'); const key=k(k(k(date,'us-east-1'),'iam'),'aws4_request'); return [key.toString(), k(key,'AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n'+C.SHA256('GET\n/\nAction=ListUsers')).toString()];
