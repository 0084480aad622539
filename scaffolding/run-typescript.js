// Runs a file of TypeScript, compiled as the tests are: node scaffolding/run-typescript.js FILE ARGUMENTS
const { readFileSync } = require('node:fs');
const { _extensions: loaders } = require('node:module');
const path = require('node:path');
const { transformSync } = require('@swc/core');

const transform = { legacyDecorator: true, decoratorMetadata: true };

function load(parser) {
  return (module, filename) => {
    const { code } = transformSync(readFileSync(filename, 'utf8'), {
      filename,
      swcrc: false,
      jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true, ...parser }, transform },
      module: { type: 'commonjs' },
      sourceMaps: 'inline',
    });
    module._compile(code, filename);
  };
}

loaders['.ts'] = load({});
loaders['.tsx'] = load({ tsx: true });
process.argv.splice(1, 1);
require(path.resolve(process.argv[1]));
