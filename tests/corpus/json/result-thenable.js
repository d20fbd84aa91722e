// a returned thenable is awaited
return { then(resolve) { setTimeout(resolve, 1, { from: 'thenable' }); } };
