// toLowerCase and toUpperCase beside their locale forms without arguments; localeCompare equality
return [ 'ISTANBUL'.toLocaleLowerCase(), 'straße'.toLocaleUpperCase(), 'a'.localeCompare('a'), 'a'.localeCompare('b') < 0, 'b'.localeCompare('a') > 0, (1234).toLocaleString !== undefined, ['b', 'a', 'c'].sort((x, y) => x.localeCompare(y))];
