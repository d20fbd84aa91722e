// built-in modules with and without node:, and names that are none
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
t('same', () => ['util', 'path', 'events', 'assert', 'buffer', 'url', 'stream', 'querystring', 'os', 'process', 'timers', 'punycode', 'string_decoder', 'console', 'constants', 'timers/promises', 'stream/promises', 'stream/web', 'perf_hooks', 'util/types', 'path/posix', 'assert/strict', 'diagnostics_channel'].map((n) => require(n) === require(`node:${n}`)));
t('globals', () => [require('process') === process, require('buffer').Buffer === Buffer, require('url').URL === URL, require('timers').setTimeout === setTimeout, require('perf_hooks').performance === performance]);
t('unknown', () => { try { require('node:nope'); } catch (e) { return [e.name, e.code, e.message]; } });
t('bare test', () => { try { require('test'); } catch (e) { return e.code; } });
t('empty', () => { try { require('node:'); } catch (e) { return e.code; } });
t('resolve', () => [require.resolve('util'), require.resolve('node:util')]);
t('kinds', () => [typeof require('assert'), typeof require('events'), typeof require('stream'), typeof require('path').join]);
t('modules', () => [typeof require('lodash').chunk, typeof require('lodash/get')]);
return out;
