// What Node shows of a URL with `showHidden`: where in its text each part begins, as the parser there (Ada) has it.

// Of a part that is not there.
const OMITTED = 4294967295;
const SCHEMES = { __proto__: null, 'http:': 0, 'https:': 2, 'ws:': 3, 'ftp:': 4, 'wss:': 5, 'file:': 6 };
const NOT_SPECIAL = 1;

class URLContext {
  href = '';
  protocol_end = 0;
  username_end = 0;
  host_start = 0;
  host_end = 0;
  pathname_start = 0;
  search_start = OMITTED;
  hash_start = OMITTED;
  port = OMITTED;
  scheme_type = NOT_SPECIAL;

  get hasPort() { return this.port !== OMITTED; }

  get hasSearch() { return this.search_start !== OMITTED; }

  get hasHash() { return this.hash_start !== OMITTED; }
}

export function contextOf({ href, protocol, username, password, hostname, port, pathname }) {
  const context = new URLContext();
  const beginning = protocol.length + (href.startsWith('//', protocol.length) ? 2 : 0);
  const at = (text, from) => { const found = href.indexOf(text, from); return found === -1 ? OMITTED : found; };
  context.href = href;
  context.protocol_end = protocol.length;
  context.username_end = beginning + username.length;
  context.host_start = context.username_end + (password === '' ? 0 : 1 + password.length);
  context.host_end = context.host_start + (username === '' && password === '' ? 0 : 1) + hostname.length;
  const behind = context.host_end + (port === '' ? 0 : 1 + port.length);
  // A path that begins with two slashes and has no host before it.
  context.pathname_start = behind + (hostname === '' && href.startsWith(`/.${pathname}`, behind) ? 2 : 0);
  context.hash_start = at('#', context.pathname_start);
  context.search_start = at('?', context.pathname_start);
  if (context.search_start > context.hash_start) context.search_start = OMITTED;
  if (port !== '') context.port = +port;
  context.scheme_type = SCHEMES[protocol] ?? NOT_SPECIAL;
  return context;
}
