const { Script } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

/** What a worker has read, transformed and compiled so far, by the name of the file. */
const sources = new Map();
const transformed = new Map();
const scripts = new Map();

/**
 * Runs each file of tests in a context and with modules of its own, as Jest does, but reads, transforms and compiles a
 * module once for a worker instead of once for each file of tests: with all that NestJS and TypeORM consist of, that
 * takes half of the time of most.
 */
module.exports = class CompileOnceRuntime extends Runtime {
  constructor(config, environment, resolver, transformer, cacheFS, coverage, testPath, globalConfig) {
    // Coverage is counted by places in what Jest itself compiles, and who watches changes files.
    const isShared = !coverage.collectCoverage && !globalConfig.watch && !globalConfig.watchAll;
    if (isShared) {
      for (const [filename, source] of cacheFS) sources.set(filename, source);
      transformOnce(transformer);
    }
    const files = isShared ? sources : cacheFS;
    super(config, environment, resolver, transformer, files, coverage, testPath, globalConfig);
    if (isShared) compileOnce(this.executor, environment);
  }
};

function transformOnce(transformer) {
  const transform = transformer.transform.bind(transformer);
  transformer.transform = (filename, ...more) => {
    if (!transformed.has(filename)) transformed.set(filename, transform(filename, ...more));
    return transformed.get(filename);
  };
}

function compileOnce(executor, environment) {
  const compile = executor.compile.bind(executor);
  const head = `(function (${executor.injectedModuleParameters.join()}) {`;
  executor.compile = (source, filename) => {
    const context = environment.getVmContext();
    if (context === null) return null;
    try {
      if (!scripts.has(filename))
        scripts.set(filename, new Script(`${head}${source}\n})`, { filename, columnOffset: -head.length }));
    } catch {
      // Jest tells what is wrong with it.
      return compile(source, filename);
    }
    return scripts.get(filename).runInContext(context);
  };
}
