// Promise.all takes all rejections of its promises on itself
const p=Promise.all([Promise.reject(new Error('one')),Promise.reject(new Error('two'))]); try { await p } catch (e) { return e.message }
