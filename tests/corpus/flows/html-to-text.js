// a mail's HTML to plain text: tags, links as notes, lists, entities, wrapped lines
const ENTITIES = { amp: '&', lt: '<', gt: '>', nbsp: ' ', quot: '"', euro: '€', hellip: '…' };
const decode = (s) => s.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (all, hex, dec, name) => (hex ? String.fromCodePoint(parseInt(hex, 16)) : dec ? String.fromCodePoint(+dec) : ENTITIES[name] ?? all));
function text(html, width = 30) {
  const notes = []; const out = ['']; let depth = 0; let list = []; let href = null;
  const line = () => { if (out.at(-1).trim() !== '') out.push('  '.repeat(Math.max(0, depth - 1))); };
  for (const [, close, tag, attributes, chars] of html.replace(/<(script|style)\b.*?<\/\1>|<!--.*?-->/gis, '').matchAll(/<(\/?)([a-z][\w-]*)([^>]*)>|([^<]+)/gi)) {
    if (chars) { out[out.length - 1] += decode(chars.replace(/\s+/g, ' ')); continue; }
    switch (tag.toLowerCase()) {
      case 'br': out.push(''); break; case 'p': case 'div': case 'h1': line(); if (close && tag === 'h1') out.splice(-1, 0, '='.repeat(out.at(-2).length)); break;
      case 'ul': case 'ol': depth += close ? -1 : 1; if (close) list.pop(); else list.push(tag === 'ol' ? 1 : '*'); line(); break;
      case 'li': line(); if (!close) { const m = list.at(-1); out[out.length - 1] += m === '*' ? '* ' : `${list[list.length - 1]++}. `; } break;
      case 'a': if (!close) href = /href="([^"]*)"/.exec(attributes)?.[1]; else if (href) { notes.push(decode(href)); out[out.length - 1] += `[${notes.length}]`; href = null; } break; default:
    }
  }
  const wrapped = out.flatMap((l) => { const rows = ['']; for (const word of l.trimEnd().split(/(?<=\S) (?=\S)/)) { if ((rows.at(-1) + word).length >= width && rows.at(-1)) rows.push(word); else rows[rows.length - 1] += (rows.at(-1) ? ' ' : '') + word; } return rows; });
  return [...wrapped.join('\n').trim().split('\n'), ...notes.map((n, i) => `[${i + 1}] ${n}`)];
}
return [text('<h1>Order &#8470; 5</h1><p>Dear <b>Ann</b>,<br>your order of <a href="http://x/?a=1&amp;b=2">two &amp; more items</a> has been sent today&hellip;</p><ul><li>Tea<li>Pots<ol><li>small</li><li>big</li></ol></ul><!-- no --><script>var a = "<p>";</script>&unknown; &#x1F600;&nbsp;€'), text(''), text('plain  text\n only'), text('<p></p><p>a</p>')];
