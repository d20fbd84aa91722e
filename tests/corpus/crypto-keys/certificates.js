// Public keys of certificates: of version 3 with extensions, of version 1, of an RSA-PSS key; and what is no certificate.
const crypto = require('crypto');
const certificates = {
  extensions: 'MIIB0zCCAXmgAwIBAgIUdlQ9JmwYo59CyUmjEpqe4PXTIv4wCgYIKoZIzj0EAwIwMjEWMBQGA1UEAwwNYmxvY2suZXhhbXBsZTEYMBYGA1UECgwPTWFkZSBmb3IgYSB0ZXN0MB4XDTI2MTEzMDE2NDgzNloXDTM2MTEyNzE2NDgzNlowMjEWMBQGA1UEAwwNYmxvY2suZXhhbXBsZTEYMBYGA1UECgwPTWFkZSBmb3IgYSB0ZXN0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEFfKfN33tCAaHshJUeigKA2LFGqhQAJZmuCy2oFN4r8FNcN1tRSCtsEEv0Kw/i7gsezQLHqVhuf7rnevAVR7KU6NtMGswHQYDVR0OBBYEFIqVJOyViBXveb21REabO6UwQiwkMB8GA1UdIwQYMBaAFIqVJOyViBXveb21REabO6UwQiwkMA8GA1UdEwEB/wQFMAMBAf8wGAYDVR0RBBEwD4INYmxvY2suZXhhbXBsZTAKBggqhkjOPQQDAgNIADBFAiEAuZn5u+amwkAIlYQwaL5n43luHs1eWpq0Sx3i+6w0p7UCIAkQdz+qm2uAXZc5CmzC8FDIwwrIYno/+U8x6+jtiYGk',
  'version 1': 'MIHUMIGHAhQ/xIN+uxOpCUC60RslHQ0rlVZ29DAFBgMrZXAwDTELMAkGA1UEAwwCdjEwHhcNMjYxMTMwMTY0ODM2WhcNMzYxMTI3MTY0ODM2WjANMQswCQYDVQQDDAJ2MTAqMAUGAytlcAMhAOV6sxk6BuTgtdcdtSNwcQrMlYZL3bPq9GqP3qnhcpuaMAUGAytlcANBAN6Lm1jS1PCjvijDCB5eVreekVxsZyahkh59l+n9gM8Rq4JVFOb5cYtkp02g11qNlLLRMn//qISRuOI/3lf2QAk=',
  'RSA-PSS': 'MIIClDCCAcmgAwIBAgIURIA7AHpfCfY7po6A+W+85ZDOMzowQQYJKoZIhvcNAQEKMDSgDzANBglghkgBZQMEAgEFAKEcMBoGCSqGSIb3DQEBCDANBglghkgBZQMEAgEFAKIDAgEgMA4xDDAKBgNVBAMMA3BzczAeFw0yNjExMzAxNjQ4MzdaFw0zNjExMjcxNjQ4MzdaMA4xDDAKBgNVBAMMA3BzczCB0zBBBgkqhkiG9w0BAQowNKAPMA0GCWCGSAFlAwQCAQUAoRwwGgYJKoZIhvcNAQEIMA0GCWCGSAFlAwQCAQUAogMCASADgY0AMIGJAoGBAMRnC/fD3tNuIMbAV9Ex8hN/CYrOpYspWcoQx0PI80C0UXm+z3Fhd7sYcD6BO1Dsz6nFRJly41XZkwKQYqGOIVy3ERHiV9V5XRxbAx6smNZaLTdgXRaYkDh9HGopwK627++Z77OmbqlfSGsJlY/JDK3Mj1Eiht7N2/P968KQJ3WxAgMBAAGjUzBRMB0GA1UdDgQWBBTUGcdohvYVr5fBnAGrc9cePJOlFDAfBgNVHSMEGDAWgBTUGcdohvYVr5fBnAGrc9cePJOlFDAPBgNVHRMBAf8EBTADAQH/MEEGCSqGSIb3DQEBCjA0oA8wDQYJYIZIAWUDBAIBBQChHDAaBgkqhkiG9w0BAQgwDQYJYIZIAWUDBAIBBQCiAwIBIAOBgQCTbz8fqfylX661aybEw45DXhzUTb68rD2uN8dsA2EShFjcqjTAMtn//TB46gItUUbqETxmgY/h3s/G8km58eY+7otuWuH98LVKPOMtMT84veramUO4UVyOYC8SZmAKpRFANiEqmJDirnFX0K5TuyjKWJT0zpxVaEYLvu0VbsEvYg==',
};
const pem = (bytes) => '-----BEGIN CERTIFICATE-----\n' + bytes.toString('base64').replace(/.{64}/g, '$&\n') + '\n-----END CERTIFICATE-----\n';
const attempt = (key) => {
  try {
    const found = crypto.createPublicKey(key);
    return [found.asymmetricKeyType, JSON.stringify(found.asymmetricKeyDetails, (_, value) => (typeof value === 'bigint' ? String(value) : value)), found.export({ type: 'spki', format: 'der' }).toString('hex')];
  } catch (error) {
    return error.constructor.name;
  }
};
return Object.entries(certificates).map(([name, text]) => {
  const bytes = Buffer.from(text, 'base64');
  const spki = crypto.createPublicKey(pem(bytes)).export({ type: 'spki', format: 'der' });
  const signed = 4 + (bytes[4] === 0x30 ? 4 : 0);
  const retagged = Buffer.from(bytes);
  retagged[signed - 4] = 0x31;
  return [
    name,
    attempt(pem(bytes)),
    attempt({ key: Buffer.from(pem(bytes)), format: 'pem' }),
    attempt(pem(bytes.subarray(0, bytes.length - 1))),
    attempt(pem(spki)),
    attempt(pem(bytes.subarray(4))),
    attempt(pem(retagged)),
    attempt(pem(Buffer.concat([Buffer.from([0x30, 0x02]), Buffer.from([0x05, 0x00])]))),
  ];
});
