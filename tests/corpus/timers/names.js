// Names of the functions
return [setTimeout,setInterval,setImmediate,clearTimeout,clearInterval,clearImmediate,queueMicrotask,process.nextTick].map(f=>[f.name, Object.getOwnPropertyDescriptor(globalThis,f.name)?.enumerable])
