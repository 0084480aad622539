# syntax=docker/dockerfile:1

# Compiles. Nothing of it but dist/ reaches the image.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY nest-cli.json tsconfig.json tsconfig.build.json esbuild.config.mjs ./
COPY src ./src
RUN npm run build

# The production dependencies alone.
FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev && npm cache clean --force

FROM node:24-slim
ENV NODE_ENV=production \
    PORT=3000
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json ./
# Node keeps the code that it has compiled here.
RUN mkdir node_modules/.cache && chown node node_modules/.cache
# The image's own unprivileged user.
USER node
# Starts once, from memory, so that node has compiled code when a container starts. Production would refuse to, unconfigured.
RUN NODE_ENV=development timeout --preserve-status 20 node dist/main.js
EXPOSE 3000
# Liveness: it depends on nothing, so that a fault of the database never restarts the container.
HEALTHCHECK --interval=10s --timeout=2s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node handles SIGTERM itself and starts no children: it needs no init in front of it.
CMD ["node", "dist/main.js"]
