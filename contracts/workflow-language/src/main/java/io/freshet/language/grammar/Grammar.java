package io.freshet.language.grammar;

import java.util.Arrays;
import java.util.List;

/**
 * The grammar of the specification as a table: every mapping with its keys. The parser accepts exactly these keys and the reference
 * documentation is made from them.
 */
public enum Grammar implements GrammarKeys {
    ROOT(
            "The file",
            key("apiVersion", "text", "required", "`freshet.io/v1`."),
            key("kind", "text", "required", "`Workflow`."),
            key("metadata", "mapping", "required", "What the workflow is called."),
            key("spec", "mapping", "required", "What it does.")),
    METADATA(
            "`metadata`",
            key("name", "name", "required", "The workflow's name, unique in its namespace."),
            key("description", "text", "empty", "One sentence for people.")),
    SPEC(
            "`spec`",
            key("params", "mapping by name", "none", "Parameters that a run may set."),
            key(
                    "overlap",
                    "`parallel`, `sequential`, `strict-sequential`, `first-only`, `last-only`",
                    "`parallel`",
                    "What becomes of a run that is asked for while another one is under way."),
            key("datasets", "mapping by name", "required", "The data that tasks read and write."),
            key("tasks", "mapping by name", "required", "The processing steps; at least one."),
            key(
                    "triggers",
                    "list",
                    "none",
                    "What starts the workflow besides changes of its datasets. Not available yet: refused."),
            key("deadlines", "list", "none", "By when datasets must be published. Not available yet: refused."),
            key("alerts", "list", "none", "Whom to tell of what. Not available yet: refused.")),
    PARAM(
            "`spec.params.<name>`",
            key("type", "`string`, `integer`, `number`, `boolean`, `date`", "`string`", "What a value must read as."),
            key("default", "text", "every run must set it", "The value where a run sets none."),
            key("enum", "list of texts", "any value", "The only values there are.")),
    DATASET(
            "`spec.datasets.<name>`",
            key("path", "path", "the dataset's name", "Its directory, below the namespace's directory."),
            key("layout", "layout", "`**`: one partition", "How its files map to partitions."),
            key("watch", "mapping", "see below", "How the watcher looks at it, if no task produces it."),
            key("registry", "mapping", "not said", "What its records are. Recorded; nothing reads it yet."),
            key(
                    "deletions",
                    "`propagate`, `ignore`",
                    "`propagate`",
                    "Whether readers lose a partition that is no longer there, and with it what was made of it alone, or keep what it was."),
            key("labels", "list of names", "none", "Such as `phi`. Shown; they protect nothing yet."),
            key("zone", "name", "the default root", "The storage root that it lives in. Not available yet: refused.")),
    WATCH(
            "`spec.datasets.<name>.watch`",
            key("settle", "duration, up to 1d", "`2s`", "How long a partition's files must have been still."),
            key("ignore", "list of globs", "none", "File names (not paths) that are no data."),
            key(
                    "completeWhen",
                    "file name",
                    "none",
                    "A file that must be in a partition's directory before it counts.")),
    REGISTRY(
            "`spec.datasets.<name>.registry`",
            key("primaryKey", "list of texts", "none", "The columns that identify a record."),
            key("incrementalField", "text", "none", "The column that grows with every change."),
            key(
                    "ingestion",
                    "`full`, `incremental`",
                    "`full`",
                    "Whether an extract has all records or the changed ones.")),
    TASK(
            "`spec.tasks.<name>`",
            key("inputs", "mapping by name, or list of datasets", "none", "What it reads."),
            key(
                    "outputs",
                    "mapping by dataset, or list of datasets",
                    "none",
                    "What it writes; each dataset has one producer."),
            key("partitionBy", "list of dimensions", "the outputs' that an input has", "The task's dimensions."),
            key("run", "mapping", "required", "What it runs."),
            key("params", "mapping of texts", "none", "Constant parameters, besides the workflow's."),
            key("retries", "mapping, or number from 0 to 100", "`0`", "What follows a failure of the task itself."),
            key("timeout", "duration from 1s to 30d", "the installation's", "The longest that one attempt may take."),
            key("runAs", "mapping", "the executor's default", "The identity of its attempts."),
            key("clears", "list of names", "none", "Labels that it removes. Recorded; nothing reads it yet."),
            key("when", "expression", "always", "The condition under which an instance runs."),
            key("onFailure", "mapping", "the instance fails", "What happens when all retries are spent."),
            key("pool", "name", "`default`", "The pool whose slots its attempts take."),
            key("priority", "number from -1000 to 1000", "`0`", "Higher is admitted first."),
            key("maxActive", "number from 1", "no limit", "How many of its attempts may run at once."),
            key("onChange", "`queue`, `cancel`", "`queue`", "What a change of an input does to a running attempt."),
            key(
                    "cache",
                    "`on`, `off`, or mapping",
                    "`on`",
                    "Whether an earlier result of the namespace may answer for an equal action key."),
            key("batch", "mapping, or number from 1 to 1000", "`1`", "How many instances one pod may work through.")),
    INPUT(
            "`spec.tasks.<name>.inputs.<name>`",
            key("dataset", "name", "the input's name", "The dataset that it reads."),
            key("optional", "`true`, `false`", "`false`", "Whether the task also runs when nothing is there."),
            key(
                    "window",
                    "mapping of dimension to number from 1",
                    "none",
                    "How many values up to and including the task's own."),
            key("offset", "mapping of dimension to number below 0", "none", "How many values before the task's own."),
            key("expect", "mapping of dimension to list of values", "none", "Values that a gather must have."),
            key("minimum", "number from 1", "none", "How many partitions a gather must have."),
            key("deadline", "duration", "never", "After how long a gather goes on without."),
            key(
                    "debounce",
                    "duration up to 31d",
                    "at once",
                    "How long it must not have changed before an instance runs."),
            key("throttle", "duration up to 31d", "none", "How long at least lies between two launches it causes."),
            key(
                    "batch",
                    "number from 1",
                    "any number",
                    "How many new files of a gather one launch takes up at the most.")),
    OUTPUT(
            "`spec.tasks.<name>.outputs.<dataset>`",
            key("checks", "list of checks", "none", "What staged outputs must pass before they are published.")),
    CHECK(
            "A check (exactly one key)",
            key("rowCount", "mapping", "-", "The number of records lies within bounds."),
            key("unique", "list of columns", "-", "No two records are equal in all of the columns."),
            key("notNull", "list of columns", "-", "No record has an empty value in any of the columns.")),
    ROW_COUNT(
            "`rowCount` (at least one key)",
            key("min", "number from 0", "no bound", "The fewest records."),
            key("max", "number from 0", "no bound", "The most records.")),
    RUN(
            "`spec.tasks.<name>.run`",
            key("image", "text", "none", "The container's image, for executors that run containers."),
            key(
                    "command",
                    "list of texts",
                    "required",
                    "Program and arguments, without a shell; the working directory has the code."),
            key(
                    "code",
                    "list of paths and globs",
                    "none",
                    "Files of the bundle that belong to the task, besides those the command names."),
            key("env", "mapping of texts", "none", "Further environment variables."),
            key("resources", "mapping", "the installation's", "What one attempt may use."),
            key("pod", "mapping", "the namespace's", "What its pod has besides, for executors that run pods.")),
    POD(
            "`spec.tasks.<name>.run.pod` (values as Kubernetes has them)",
            key("labels", "mapping of texts", "none", "Further labels, such as the queue of Kueue."),
            key("annotations", "mapping of texts", "none", "Further annotations."),
            key("nodeSelector", "mapping of texts", "any node", "Labels that its node must have."),
            key("tolerations", "list", "none", "Taints of nodes that it bears."),
            key("affinity", "mapping", "none", "Which nodes and neighbours it likes or avoids."),
            key("topologySpreadConstraints", "list", "none", "How pods spread over nodes and zones."),
            key("priorityClassName", "text", "the cluster's", "Its priority class, none of the system's."),
            key("runtimeClassName", "text", "the cluster's", "What runs its containers."),
            key("schedulerName", "text", "the cluster's", "Who finds it a node."),
            key("imagePullPolicy", "`Always`, `IfNotPresent`, `Never`", "the cluster's", "When its image is fetched."),
            key("imagePullSecrets", "list of `name`", "none", "With which secrets images are fetched."),
            key(
                    "terminationGracePeriodSeconds",
                    "number from 0 to 86400",
                    "the installation's",
                    "How long it may take to end when it is asked to."),
            key("env", "list", "none", "Variables, as `value` or from secrets and config maps with `valueFrom`."),
            key("envFrom", "list", "none", "All keys of secrets and config maps as variables."),
            key("initContainers", "list of containers", "none", "What runs to its end before the task."),
            key("sidecars", "list of containers", "none", "What runs beside the task."),
            key(
                    "volumes",
                    "list",
                    "none",
                    "Of `configMap`, `secret`, `projected`, `emptyDir`, `downwardAPI`, `persistentVolumeClaim`, `csi`,"
                            + " `ephemeral`."),
            key("volumeMounts", "list", "none", "Where the task sees these volumes."),
            key(
                    "serviceAccountToken",
                    "`true`, `false`",
                    "`false`",
                    "Whether the token of its service account is mounted.")),
    RESOURCES(
            "`spec.tasks.<name>.run.resources`",
            key("cpu", "quantity", "the installation's", "Such as `500m` or `2`."),
            key("memory", "quantity", "the installation's", "Such as `512Mi` or `2Gi`.")),
    RETRIES(
            "`spec.tasks.<name>.retries`",
            key("max", "number from 0 to 100", "required", "How many attempts may follow the first."),
            key("backoff", "mapping", "see below", "How long to wait before them."),
            key("kinds", "mapping", "`max` for each", "How many there may be after a failure of a certain kind.")),
    RETRY_KINDS(
            "`spec.tasks.<name>.retries.kinds`",
            key("exit", "number from 0 to 100", "`max`", "The command ended with another status than 0."),
            key("timeout", "number from 0 to 100", "`max`", "It took too long."),
            key("oom", "number from 0 to 100", "`max`", "It needed more memory than it may use."),
            key("check", "number from 0 to 100", "`max`", "A check of its outputs failed.")),
    BACKOFF(
            "`spec.tasks.<name>.retries.backoff`",
            key("initial", "duration, up to 1d", "`5s`", "The wait before the first retry."),
            key("factor", "number from 1 to 100", "`2`", "By which every further wait is longer."),
            key("max", "duration, up to 7d", "`5m`", "The longest wait.")),
    RUN_AS(
            "`spec.tasks.<name>.runAs`",
            key(
                    "identity",
                    "name",
                    "the default that the identity policy has for the task",
                    "The identity's name in the [identity policy](../operations/identity.md)."),
            key("serviceAccount", "name", "the identity's", "On Kubernetes."),
            key("user", "number from 0", "the identity's, else the executor's default", "The numeric user id."),
            key("group", "number from 0", "the identity's, else the executor's default", "The numeric group id."),
            key("groups", "list of numbers from 0", "the identity's, else none", "Further numeric group ids.")),
    ON_FAILURE(
            "`spec.tasks.<name>.onFailure`",
            key("fallback", "mapping", "none", "Another way to make the outputs."),
            key("allow", "`true`, `false`", "`false`", "Whether downstream goes on as if the outputs had not changed."),
            key("failFast", "`true`, `false`", "`false`", "Whether the whole run is cancelled.")),
    FALLBACK(
            "`spec.tasks.<name>.onFailure.fallback`",
            key("command", "list of texts", "required", "Program and arguments, as in `run`.")),
    CACHE(
            "`spec.tasks.<name>.cache` (exactly one key)",
            key("ttl", "duration", "-", "How long a result may be used. Not available yet: refused."),
            key(
                    "key",
                    "expression",
                    "-",
                    "A result may be used while this has the same value. Not available yet: refused.")),
    BATCH(
            "`spec.tasks.<name>.batch`",
            key("max", "number from 1 to 1000", "required", "How many instances one pod may work through.")),
    TRIGGER(
            "`spec.triggers[]` (exactly one key)",
            key("schedule", "mapping", "-", "At times."),
            key("event", "mapping", "-", "When an event arrives.")),
    SCHEDULE(
            "`spec.triggers[].schedule`",
            key("cron", "cron", "required", "Minute, hour, day of month, month, day of week."),
            key("timezone", "time zone", "`UTC`", "Such as `America/Los_Angeles`."),
            key("catchup", "`none`, `latest`, `all`", "`latest`", "What happens to ticks that were missed.")),
    EVENT("`spec.triggers[].event`", key("type", "text", "required", "The CloudEvents type.")),
    DEADLINE(
            "`spec.deadlines[]`",
            key("dataset", "name", "required", "The dataset."),
            key("by", "time of day", "required", "Such as `07:30`."),
            key("timezone", "time zone", "`UTC`", "Such as `America/Los_Angeles`.")),
    ALERT(
            "`spec.alerts[]`",
            key("on", "list of `failed`, `late`, `blocked`", "required", "What to tell."),
            key("webhook", "mapping", "required", "Where to.")),
    WEBHOOK(
            "`spec.alerts[].webhook`",
            key("secret", "name", "required", "The name of the secret that holds the address."));

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can change
    private final List<Key> keys;

    Grammar(String title, Key... keys) {
        this.title = title;
        this.keys = List.copyOf(Arrays.asList(keys));
    }

    public String title() {
        return title;
    }

    @Override
    public List<Key> keys() {
        return keys;
    }

    private static Key key(String name, String type, String otherwise, String meaning) {
        return new Key(name, type, otherwise, meaning);
    }
}
