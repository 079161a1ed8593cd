package io.freshet.contracts.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.TraceIds;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.BatchSpec;
import io.freshet.contracts.spec.CacheSpec;
import io.freshet.contracts.spec.CheckSpec;
import io.freshet.contracts.spec.RunAsSpec;
import io.freshet.contracts.spec.RunSpec;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything a launcher must know to make one attempt, so that it needs no other state: what to run, on exactly which versions,
 * and where the outputs belong.
 *
 * @param workflowVersion the deployed version this work is of
 * @param code the manifest of the code files; null if there are none
 * @param params by name, as text
 * @param actionKey equal key, equal result
 * @param previousActionKey of the instance's last success, whose inputs {@code FRESHET_CHANGES} compares with; null if none
 * @param runAs null: the executor's default for tasks
 * @param cache whether an earlier result may answer; not written if it is {@link CacheSpec.On}
 * @param timeout of the attempt; null: the launcher's limit
 * @param batch how many instances one process may work through; null: one process each
 * @param firing of the schedule that started the newest run of the attempt that a schedule started; null if none did
 * @param trace that the attempt is in; null if it was ordered before orders named one
 */
public record AttemptSpec(
        InstanceRef instance,
        int workflowVersion,
        RunSpec run,
        @Nullable Fingerprint code,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> params,
        List<Input> inputs,
        List<Output> outputs,
        Fingerprint actionKey,
        @Nullable Fingerprint previousActionKey,
        @Nullable RunAsSpec runAs,

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = CacheSpec.On.class)
        CacheSpec cache,

        @Nullable Duration timeout,
        @Nullable BatchSpec batch,
        String installedBy,
        @Nullable Firing firing,
        @Nullable AttemptTrace trace) {
    public AttemptSpec {
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        cache = Objects.requireNonNullElse(cache, new CacheSpec.On());
    }

    /** The id of the trace that an attempt with this specification is in. */
    String traceOr(String run) {
        return trace == null ? TraceIds.traceOfRun(run) : trace.id();
    }

    /** A copy of the runs of an attempt, of which there is one at least. */
    static List<String> requireRuns(List<String> runs) {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("an attempt serves one run at least");
        }
        return List.copyOf(runs);
    }

    /**
     * An input, by its name in the task.
     *
     * @param alias its name in the task; null if that is its dataset's, also where it is given
     * @param path of the dataset's directory, relative to its namespace's directory
     * @param watched whether the files come from outside, so that they must be taken into the object store first
     * @param partitions what is read; empty where {@code list} says it
     * @param list what is read, where that is more than {@value #MAX_INLINE} partitions; else null
     */
    public record Input(
            @Nullable String alias,
            DatasetRef dataset,
            String path,
            boolean watched,
            List<InputPartition> partitions,
            @Nullable ListRef list) {
        /** The bound on the partitions that are named here, which keeps an order well below a megabyte. */
        public static final int MAX_INLINE = 1_000;

        public Input {
            alias = dataset.dataset().equals(alias) ? null : alias;
            partitions = List.copyOf(partitions);
        }

        public Input(String name, DatasetRef dataset, String path, boolean watched, List<InputPartition> partitions) {
            this(name, dataset, path, watched, partitions, null);
        }

        public String name() {
            return alias == null ? dataset.dataset() : alias;
        }
    }

    /**
     * A list of partitions that is kept by its hash, see {@link InputList}.
     *
     * @param index see {@link PartitionIndex#hash}
     * @param partitions how many there are
     */
    public record ListRef(Fingerprint index, int partitions) {}

    /** One partition of an input, in exactly this version. */
    public record InputPartition(PartitionKey partition, Fingerprint fingerprint) {}

    /**
     * An output, named like its dataset.
     *
     * @param path of the dataset's directory, relative to the namespace's directory
     */
    public record Output(
            DatasetRef dataset,
            String path,
            String layout,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<CheckSpec> checks) {
        public Output {
            checks = List.copyOf(checks);
        }

        public String name() {
            return dataset.dataset();
        }
    }
}
