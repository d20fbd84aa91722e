// templateSettings and imports shared by templates of a context
const _ = require('lodash');
const own = _.runInContext();
own.templateSettings.interpolate = /\{\{(.+?)\}\}/g;
own.templateSettings.imports.up = own.toUpper;
return { braces: own.template('{{ up(a) }} <%- b %> <% if (c) { %>yes<% } %>')({ a: 'x', b: '<', c: 1 }), untouched: _.template('{{ a }}')({ a: 1 }),
  keys: Object.keys(_.templateSettings), source: typeof _.template('<%= a %>').source, missing: own.template('{{ obj.nope }}|')({}), nul: _.template('<%= a %>|<%- b %>')({ a: null, b: undefined }) };
