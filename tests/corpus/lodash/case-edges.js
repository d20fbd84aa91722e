// camelCase, kebabCase, snakeCase, startCase, lowerCase, upperCase on names that blocks meet
const _ = require('lodash');
const names = ['user_id', 'userID', 'HTTPServer', 'order-2-line', 'getURLFor2Users', 'x', '', '  lead', 'É_été', 'iOS app', 'ABC123def', '_private', '$price', 'a--b__c', 'Ünïcödé Name', '1stPlace', 'v2Beta3', 'snake_Case-kebab'];
return _.fromPairs(['camelCase', 'kebabCase', 'snakeCase', 'startCase', 'lowerCase', 'upperCase', 'lowerFirst', 'upperFirst', 'capitalize'].map((n) => [n, names.map((x) => _[n](x))]));
