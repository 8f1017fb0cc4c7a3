export { ClusterError } from './cluster-error.js';
export type { ClusterPlan, ClusterRun, Submission } from './plan.js';
export { resourcesOf, type Resources, type ResourceTexts } from './resources.js';
export { runOnCluster, type ClusterOutcome, type ClusterRequest } from './run-on-cluster.js';
export { runTask, type TaskSurroundings } from './task.js';
export type { JobOptions } from './slurm/batch-script.js';
export { patience, type Patience } from './watch.js';
