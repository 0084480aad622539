import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Config } from '../../src/config/config';
import { environment, parseConfig } from '../../src/config/config.schema';
import { longestShutdownMs } from '../../src/shutdown';
import { startApp, type TestApp } from '../support/test-app';
import { Deployed, SECRETS } from './deployed';
import { KUBERNETES } from './kustomization';
import { podMonitor } from './manifest-schemas';

const FOLDERS = ['base', 'production', 'journal'] as const;

/** What no ConfigMap may hold. */
const SECRET = /^DATABASE_URL$|^DATABASE_REPLICA_URLS$|PASSWORD|PEPPERS|TOKEN|SECRET_ACCESS_KEY/;

/** PostgreSQL's own max_connections, without those that it keeps for its superuser. */
const CONNECTIONS = 100 - 3;

/** What the base leaves to whoever builds on it. */
const OPERATOR = {
  DATABASE_URL: 'postgresql://ballast:x@db.example.com/ballast?sslmode=verify-full',
  SMTP_HOST: 'smtp.example.com',
  SMTP_FROM: 'registry@example.com',
};

function configOf(deployed: Deployed, folder: (typeof FOLDERS)[number]): Config {
  return parseConfig({ ...(folder === 'base' && OPERATOR), ...deployed.settings, ...SECRETS });
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

describe('the manifests for Kubernetes', () => {
  it('are all used', () => {
    const used = FOLDERS.flatMap((folder) => new Deployed(folder).files);
    expect(filesIn(KUBERNETES).toSorted()).toEqual([...new Set(used)].toSorted());
  });

  it.each(FOLDERS)('of %s have fields that Kubernetes knows, of the type that it takes', (folder) => {
    expect(() => new Deployed(folder)).not.toThrow();
  });

  describe.each(FOLDERS)('of %s', (folder) => {
    const deployed = new Deployed(folder);
    const { container, pod, settings, workload } = deployed;
    const { startupProbe, livenessProbe, readinessProbe } = container;

    it('set variables that the service reads, and no other', () => {
      const known = Object.keys(environment.shape);
      const secrets = deployed.all('ExternalSecret').flatMap(({ spec }) => spec.data);
      expect(known).toEqual(
        expect.arrayContaining([...Object.keys(settings), ...secrets.map(({ secretKey }) => secretKey)]),
      );
      for (const { secretKey, remoteRef } of secrets) expect(remoteRef.property).toBe(secretKey);
    });

    it('are a configuration that the service takes', () => {
      expect(configOf(deployed, folder)).toMatchObject({
        environment: 'production',
        shutdownDelayMs: 10_000,
      });
    });

    it('hold no secret', () => {
      expect(Object.keys(settings).filter((name) => SECRET.test(name))).toEqual([]);
    });

    it('name what is there', () => {
      expect(pod.spec.serviceAccountName).toBe(deployed.the('ServiceAccount').metadata.name);
      const [secret] = deployed.all('ExternalSecret');
      expect(container.envFrom).toEqual([
        { configMapRef: { name: deployed.the('ConfigMap').metadata.name } },
        { secretRef: { name: secret?.spec.target.name ?? 'ballast' } },
      ]);
      for (const { spec } of deployed.all('HorizontalPodAutoscaler'))
        expect(spec.scaleTargetRef).toEqual({
          apiVersion: workload.apiVersion,
          kind: workload.kind,
          name: workload.metadata.name,
        });
      const claims = deployed.all('StatefulSet').flatMap(({ spec }) => spec.volumeClaimTemplates);
      const volumes = [
        ...pod.spec.volumes.map(({ name }) => name),
        ...claims.map((each) => each.metadata.name),
      ];
      expect(container.volumeMounts.map(({ name }) => name).toSorted()).toEqual(volumes.toSorted());
    });

    it('select the pods by the labels that they have', () => {
      const { labels } = pod.metadata;
      expect(workload.spec.selector.matchLabels).toEqual(labels);
      expect(deployed.the('Service').spec.selector).toEqual(labels);
      expect(deployed.the('PodDisruptionBudget').spec.selector.matchLabels).toEqual(labels);
      expect(deployed.the('NetworkPolicy').spec.podSelector.matchLabels).toEqual(labels);
      for (const { labelSelector } of pod.spec.topologySpreadConstraints)
        expect(labelSelector.matchLabels).toEqual(labels);
    });

    it('agree on the port at which the service listens', () => {
      const { port, metrics } = configOf(deployed, folder);
      expect(container.ports).toEqual([
        { name: 'http', containerPort: port },
        { name: 'metrics', containerPort: metrics?.listen?.port },
      ]);
      expect(deployed.the('Service').spec.ports.map(({ targetPort }) => targetPort)).toEqual(['http']);
      for (const probe of [startupProbe, livenessProbe, readinessProbe])
        expect(probe.httpGet.port).toBe('http');
    });

    it('let everybody reach the service, and Prometheus its metrics alone', () => {
      const monitoring = { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } };
      expect(deployed.the('NetworkPolicy').spec.ingress).toEqual([
        { ports: [{ port: 'http', protocol: 'TCP' }] },
        { from: [{ namespaceSelector: monitoring }], ports: [{ port: 'metrics', protocol: 'TCP' }] },
      ]);
      expect(configOf(deployed, folder).metrics?.listen?.host).toBe('0.0.0.0');
    });

    it('let the service reach PostgreSQL, mail, and names', () => {
      const config = configOf(deployed, folder);
      const ports = deployed.the('NetworkPolicy').spec.egress.flatMap((rule) => rule.ports);
      for (const port of [config.database.aws.port ?? 5432, config.smtp?.port, 443])
        expect(ports).toContainEqual({ port, protocol: 'TCP' });
      for (const protocol of ['UDP', 'TCP']) expect(ports).toContainEqual({ port: 53, protocol });
    });

    it('leave the service more time to end than it takes', () => {
      const graceMs = pod.spec.terminationGracePeriodSeconds * 1000;
      expect(graceMs).toBeGreaterThan(longestShutdownMs(configOf(deployed, folder)));
    });

    it('see that a pod is going before it stops listening', () => {
      const { periodSeconds, timeoutSeconds, failureThreshold } = readinessProbe;
      const seenMs = (periodSeconds * failureThreshold + timeoutSeconds) * 1000;
      expect(configOf(deployed, folder).shutdownDelayMs).toBeGreaterThanOrEqual(seenMs);
    });

    it('let requests finish that may take as long as a query', () => {
      const { shutdownTimeoutMs, database } = configOf(deployed, folder);
      expect(shutdownTimeoutMs).toBeGreaterThanOrEqual(database.queryTimeoutMs);
    });

    it('have the files and folders that the settings name', () => {
      const { aws, journalDirectory } = configOf(deployed, folder).database;
      const wanted = [aws.sslRootCert, journalDirectory].filter((file) => file !== undefined);
      const mounts = container.volumeMounts.map(({ mountPath }) => mountPath);
      expect(mounts).toEqual(expect.arrayContaining(wanted.map((file) => path.dirname(file))));
    });
  });

  it('of production never serve from memory, and those with a journal have a volume for each pod', () => {
    const production = new Deployed('production');
    expect(configOf(production, 'production').database).toMatchObject({ fallback: 'never' });
    const journal = new Deployed('journal');
    const { name } = journal.the('StatefulSet').spec.volumeClaimTemplates[0]!.metadata;
    expect(journal.container.volumeMounts).toContainEqual({ name, mountPath: '/var/lib/ballast' });
    expect(configOf(journal, 'journal').database).toMatchObject({
      fallback: 'always',
      journalDirectory: '/var/lib/ballast/journal',
    });
    expect(journal.the('StatefulSet').spec.persistentVolumeClaimRetentionPolicy).toEqual({
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
    });
    expect(journal.all('HorizontalPodAutoscaler')).toEqual([]);
  });

  it('of production have no more pods than PostgreSQL has connections for', () => {
    const production = new Deployed('production');
    const { poolSize, poolOverflow } = configOf(production, 'production').database;
    const { maxReplicas } = production.the('HorizontalPodAutoscaler').spec;
    const { maxSurge } = production.the('Deployment').spec.strategy.rollingUpdate;
    expect((maxReplicas + maxSurge) * (poolSize + poolOverflow + 1)).toBeLessThanOrEqual(CONNECTIONS);
  });
});

describe('the PodMonitor', () => {
  const { metadata, spec } = podMonitor.parse(
    parse(readFileSync(path.resolve('deploy', 'monitoring', 'pod-monitor.yaml'), 'utf8')),
  );

  it.each(['production', 'journal'] as const)('finds the metrics of %s', (folder) => {
    const { workload, pod, container } = new Deployed(folder);
    expect(metadata.namespace).toBe(workload.metadata.namespace);
    expect(spec.selector.matchLabels).toEqual(pod.metadata.labels);
    expect(container.ports.map(({ name }) => name)).toContain(spec.podMetricsEndpoints[0].port);
  });

  it('calls them by the job that the alerts know', () => {
    const alerts = readFileSync(path.resolve('deploy', 'monitoring', 'alerts.yaml'), 'utf8');
    const jobs = new Set([...alerts.matchAll(/\bjob="([^"]*)"/g)].map(([, job]) => job));
    expect([...jobs]).toEqual([new Deployed('production').pod.metadata.labels[spec.jobLabel]]);
  });
});

describe('the probes', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  it.each(FOLDERS)('of %s ask for what the service answers', async (folder) => {
    const { startupProbe, livenessProbe, readinessProbe } = new Deployed(folder).container;
    for (const { httpGet } of [startupProbe, livenessProbe, readinessProbe])
      expect((await fetch(service.url + httpGet.path)).status).toBe(200);
  });
});

describe('deploy/compose.yaml', () => {
  const { services, volumes } = z
    .strictObject({
      name: z.string(),
      services: z.record(
        z.string(),
        z.strictObject({
          image: z.string().optional(),
          build: z.string().optional(),
          profiles: z.array(z.string()).optional(),
          environment: z.record(z.string(), z.string()).default({}),
          ports: z.array(z.string()),
          volumes: z.array(z.string()).default([]),
          read_only: z.boolean().optional(),
          healthcheck: z
            .strictObject({
              test: z.array(z.string()),
              interval: z.string(),
              timeout: z.string(),
              retries: z.int(),
            })
            .optional(),
        }),
      ),
      volumes: z.record(z.string(), z.null()),
    })
    .parse(parse(readFileSync(path.resolve('deploy', 'compose.yaml'), 'utf8')));

  it('is open to this machine alone', () => {
    for (const port of Object.values(services).flatMap(({ ports }) => ports))
      expect(port).toMatch(/^127\.0\.0\.1:(\d+):\1$/);
  });

  it('gives the service what it takes, and where the others are', () => {
    const { ballast, postgres } = services;
    const set = ballast!.environment;
    expect(Object.keys(environment.shape)).toEqual(expect.arrayContaining(Object.keys(set)));
    const { database, smtp, port } = parseConfig(set);
    const { hostname, username, password, pathname } = new URL(database.url ?? '');
    expect(Object.keys(services)).toEqual(expect.arrayContaining([hostname, smtp?.host]));
    expect(postgres!.environment).toEqual({
      POSTGRES_USER: username,
      POSTGRES_PASSWORD: password,
      POSTGRES_DB: pathname.slice(1),
    });
    expect(ballast!.ports).toEqual([`127.0.0.1:${port}:${port}`]);
    expect(services['mailpit']!.ports).toContain(`127.0.0.1:${smtp?.port}:${smtp?.port}`);
  });

  it('keeps the data of PostgreSQL 18 where its image has them', () => {
    expect(services['postgres']).toMatchObject({
      image: 'postgres:18',
      volumes: ['postgres:/var/lib/postgresql'],
    });
    expect(Object.keys(volumes)).toEqual(['postgres']);
  });
});
