/** TypeScript calls a module after the file that it becomes: `./x.js` is in `./x.ts`. */
module.exports = (request, options) => {
  const isOurs = request.startsWith('.') && !options.basedir.includes('/node_modules/');
  return options.defaultResolver(isOurs ? request.replace(/\.js$/, '') : request, options);
};
