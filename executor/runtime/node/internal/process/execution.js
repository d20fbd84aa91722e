export const tryGetCwd = () => '/';
