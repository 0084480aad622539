import { z } from 'zod';

/**
 * The manifests as Kubernetes takes them, with the fields that are in use here and no others, so that a field that is
 * misspelt or stands in the wrong place is found: Kubernetes leaves it out without a word.
 */

/** RFC 1123. */
const name = z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
const strings = z.record(z.string(), z.string());
const metadata = z.strictObject({
  name,
  namespace: name.optional(),
  labels: strings.optional(),
  annotations: strings.optional(),
});
const selector = z.strictObject({ matchLabels: strings });
const count = z.int().min(0);
const port = z.int().min(1).max(65_535);
const quantity = z.string().regex(/^\d+(m|Mi|Gi)?$/);
const quantities = z.strictObject({
  cpu: quantity.optional(),
  memory: quantity.optional(),
  storage: quantity.optional(),
});

const probe = z.strictObject({
  httpGet: z.strictObject({ path: z.string().startsWith('/'), port: name }),
  periodSeconds: z.int().min(1),
  timeoutSeconds: z.int().min(1),
  failureThreshold: z.int().min(1),
  successThreshold: z.int().min(1).default(1),
});

/** What the profile "restricted" of the Pod Security Standards asks for, and a file system that nobody writes to. */
const podSecurity = z.strictObject({
  runAsNonRoot: z.literal(true),
  runAsUser: z.int().min(1),
  runAsGroup: z.int().min(1),
  fsGroup: z.int().min(1),
  fsGroupChangePolicy: z.enum(['OnRootMismatch', 'Always']),
  seccompProfile: z.strictObject({ type: z.literal('RuntimeDefault') }),
});
const containerSecurity = z.strictObject({
  allowPrivilegeEscalation: z.literal(false),
  readOnlyRootFilesystem: z.literal(true),
  capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
});

const container = z.strictObject({
  name,
  image: z.string(),
  ports: z.array(z.strictObject({ name, containerPort: port })),
  envFrom: z.array(
    z.union([
      z.strictObject({ configMapRef: z.strictObject({ name }) }),
      z.strictObject({ secretRef: z.strictObject({ name }) }),
    ]),
  ),
  startupProbe: probe.extend({ successThreshold: z.literal(1).default(1) }),
  livenessProbe: probe.extend({ successThreshold: z.literal(1).default(1) }),
  readinessProbe: probe,
  resources: z.strictObject({ requests: quantities, limits: quantities }),
  securityContext: containerSecurity,
  volumeMounts: z.array(
    z.strictObject({ name, mountPath: z.string().startsWith('/'), readOnly: z.boolean().optional() }),
  ),
});

const template = z.strictObject({
  metadata: z.strictObject({ labels: strings }),
  spec: z.strictObject({
    serviceAccountName: name,
    automountServiceAccountToken: z.literal(false),
    enableServiceLinks: z.literal(false),
    terminationGracePeriodSeconds: count,
    securityContext: podSecurity,
    topologySpreadConstraints: z.array(
      z.strictObject({
        maxSkew: z.int().min(1),
        topologyKey: z.enum(['topology.kubernetes.io/zone', 'kubernetes.io/hostname']),
        whenUnsatisfiable: z.enum(['ScheduleAnyway', 'DoNotSchedule']),
        labelSelector: selector,
        matchLabelKeys: z.array(z.string()),
      }),
    ),
    containers: z.tuple([container]),
    volumes: z.array(
      z.strictObject({ name, configMap: z.strictObject({ name, optional: z.boolean().optional() }) }),
    ),
  }),
});

const workload = { revisionHistoryLimit: count, minReadySeconds: count, selector, template };

const deployment = z.strictObject({
  apiVersion: z.literal('apps/v1'),
  kind: z.literal('Deployment'),
  metadata,
  spec: z.strictObject({
    ...workload,
    progressDeadlineSeconds: count,
    strategy: z.strictObject({
      type: z.literal('RollingUpdate'),
      rollingUpdate: z.strictObject({ maxSurge: count, maxUnavailable: count }),
    }),
  }),
});

const statefulSet = z.strictObject({
  apiVersion: z.literal('apps/v1'),
  kind: z.literal('StatefulSet'),
  metadata,
  spec: z.strictObject({
    ...workload,
    replicas: count,
    serviceName: name,
    podManagementPolicy: z.enum(['OrderedReady', 'Parallel']),
    persistentVolumeClaimRetentionPolicy: z.strictObject({
      whenDeleted: z.enum(['Retain', 'Delete']),
      whenScaled: z.enum(['Retain', 'Delete']),
    }),
    volumeClaimTemplates: z.array(
      z.strictObject({
        metadata,
        spec: z.strictObject({
          accessModes: z.tuple([z.enum(['ReadWriteOnce', 'ReadWriteOncePod'])]),
          resources: z.strictObject({ requests: quantities }),
        }),
      }),
    ),
  }),
});

const policyPort = z.strictObject({
  port: z.union([port, name]),
  protocol: z.enum(['TCP', 'UDP']).default('TCP'),
});
const peer = z.strictObject({
  namespaceSelector: selector.partial().optional(),
  podSelector: selector.optional(),
  ipBlock: z.strictObject({ cidr: z.cidrv4(), except: z.array(z.cidrv4()).optional() }).optional(),
});

export const manifest = z.discriminatedUnion('kind', [
  deployment,
  statefulSet,
  z.strictObject({
    apiVersion: z.literal('v1'),
    kind: z.literal('ConfigMap'),
    metadata,
    data: strings,
  }),
  z.strictObject({ apiVersion: z.literal('v1'), kind: z.literal('Namespace'), metadata }),
  z.strictObject({
    apiVersion: z.literal('v1'),
    kind: z.literal('ServiceAccount'),
    metadata,
    automountServiceAccountToken: z.literal(false),
  }),
  z.strictObject({
    apiVersion: z.literal('v1'),
    kind: z.literal('Service'),
    metadata,
    spec: z.strictObject({
      selector: strings,
      ports: z.array(z.strictObject({ name, port, targetPort: name })),
    }),
  }),
  z.strictObject({
    apiVersion: z.literal('policy/v1'),
    kind: z.literal('PodDisruptionBudget'),
    metadata,
    spec: z.strictObject({
      maxUnavailable: count,
      unhealthyPodEvictionPolicy: z.literal('AlwaysAllow'),
      selector,
    }),
  }),
  z.strictObject({
    apiVersion: z.literal('networking.k8s.io/v1'),
    kind: z.literal('NetworkPolicy'),
    metadata,
    spec: z.strictObject({
      podSelector: selector,
      policyTypes: z.array(z.enum(['Ingress', 'Egress'])),
      ingress: z.array(z.strictObject({ from: z.array(peer).optional(), ports: z.array(policyPort) })),
      egress: z.array(z.strictObject({ to: z.array(peer), ports: z.array(policyPort) })),
    }),
  }),
  z.strictObject({
    apiVersion: z.literal('autoscaling/v2'),
    kind: z.literal('HorizontalPodAutoscaler'),
    metadata,
    spec: z.strictObject({
      scaleTargetRef: z.strictObject({
        apiVersion: z.literal('apps/v1'),
        kind: z.enum(['Deployment', 'StatefulSet']),
        name,
      }),
      minReplicas: z.int().min(1),
      maxReplicas: z.int().min(1),
      metrics: z.array(
        z.strictObject({
          type: z.literal('Resource'),
          resource: z.strictObject({
            name: z.enum(['cpu', 'memory']),
            target: z.strictObject({ type: z.literal('Utilization'), averageUtilization: z.int().min(1) }),
          }),
        }),
      ),
      behavior: z.strictObject({
        scaleDown: z.strictObject({
          stabilizationWindowSeconds: z.int().min(0).max(3600),
          policies: z.array(
            z.strictObject({
              type: z.enum(['Pods', 'Percent']),
              value: z.int().min(1),
              periodSeconds: z.int().min(1).max(1800),
            }),
          ),
        }),
      }),
    }),
  }),
  z.strictObject({
    apiVersion: z.literal('external-secrets.io/v1'),
    kind: z.literal('ExternalSecret'),
    metadata,
    spec: z.strictObject({
      refreshInterval: z.string().regex(/^\d+[smh]$/),
      secretStoreRef: z.strictObject({ kind: z.enum(['SecretStore', 'ClusterSecretStore']), name }),
      target: z.strictObject({ name }),
      data: z.array(
        z.strictObject({
          secretKey: z.string(),
          remoteRef: z.strictObject({ key: z.string(), property: z.string() }),
        }),
      ),
    }),
  }),
]);

/** What the operator of Prometheus goes by. */
export const podMonitor = z.strictObject({
  apiVersion: z.literal('monitoring.coreos.com/v1'),
  kind: z.literal('PodMonitor'),
  metadata,
  spec: z.strictObject({
    jobLabel: z.string(),
    selector,
    podMetricsEndpoints: z.tuple([z.strictObject({ port: name, interval: z.string().regex(/^\d+s$/) })]),
  }),
});

type Parsed = z.output<typeof manifest>;
export type Kind = Parsed['kind'];
export type ManifestOf<K extends Kind> = Extract<Parsed, { kind: K }>;
