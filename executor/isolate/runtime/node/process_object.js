// The object that is `process`, for those who need it before it is complete; process.js completes it.

export const process = {
  version: 'v20.20.2',
  versions: { node: '20.20.2', openssl: '3.0.17' },
  platform: 'linux',
  arch: 'x64',
  env: {},
};
