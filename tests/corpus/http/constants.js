// http: status codes, methods, defaults
const http = require('http'); const https = require('node:https');
return [http.STATUS_CODES, http.METHODS.includes('GET'), http.maxHeaderSize, http.globalAgent.defaultPort, https.globalAgent.defaultPort, http.globalAgent.protocol, new http.Agent({ keepAlive: true, maxSockets: 3 }).maxSockets, https.globalAgent instanceof https.Agent];
