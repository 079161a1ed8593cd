package io.freshet.benchmarks.load;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.ParseResult;
import io.freshet.language.WorkflowParser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A workflow whose task copies each site of a watched dataset, or that gathers those copies too. Sites are numbered from 0. */
public final class SiteWorkflow {
    private static final String NAMESPACE = "benchmark";
    private static final String COPIES = """
            apiVersion: freshet.io/v1
            kind: Workflow
            metadata: {name: NAME}
            spec:
              datasets:
                NAME-in: {path: NAME-in, layout: "{site}.csv"}
                NAME-out: {path: NAME-out, layout: "{site}.csv"}
            GATHERED
              tasks:
                copy:
                  inputs: {NAME-in: {}}
                  outputs: {NAME-out: {}}
                  run: {command: [/bin/true]}
            GATHER
            """;

    private static final String READ = """
            apiVersion: freshet.io/v1
            kind: Workflow
            metadata: {name: NAME}
            spec:
              datasets:
                NAME-in: {path: NAME-in, layout: "{site}.csv"}
                NAME-all: {path: NAME-all}
              tasks:
                gather: {inputs: {NAME-in: {}}, outputs: {NAME-all: {}}, run: {command: [/bin/true]}}
            """;

    private final WorkflowRef workflow;
    private final WorkflowSpec spec;

    private SiteWorkflow(String name, String yaml) {
        this.workflow = new WorkflowRef(NAMESPACE, name);
        this.spec = spec(yaml.replace("NAME", name));
    }

    private SiteWorkflow(String name, String gathered, String gather) {
        this(name, COPIES.replace("GATHERED", gathered).replace("GATHER", gather));
    }

    /** One task, one instance a site. */
    public static SiteWorkflow copying(String name) {
        return new SiteWorkflow(name, "", "");
    }

    /** As {@link #copying}, and a task {@code gather} of one instance that reads all copies. */
    public static SiteWorkflow gathering(String name) {
        return new SiteWorkflow(
                name,
                "    NAME-all: {path: NAME-all}",
                "    gather: {inputs: {NAME-out: {}}, outputs: {NAME-all: {}}, run: {command: [/bin/true]}}");
    }

    /** One task, one instance, which reads all sites. */
    public static SiteWorkflow reading(String name) {
        return new SiteWorkflow(name, READ);
    }

    public WorkflowRef ref() {
        return workflow;
    }

    /** The dataset that changes come to, which is also the key of its changes. */
    public DatasetRef input() {
        return new DatasetRef(NAMESPACE, workflow.workflow() + "-in");
    }

    /** What is deployed as a version: every task's code differs from that of the version before. */
    public WorkflowDefinition version(int version) {
        Map<String, Fingerprint> code = new LinkedHashMap<>();
        spec.tasks().keySet().forEach(task -> code.put(task, Sha256.of(task + " code " + version)));
        Instant now = Instant.now();
        return new WorkflowDefinition(
                workflow,
                version,
                Sha256.of("bundle " + version),
                spec,
                code,
                Map.of(),
                "benchmark",
                new Cause(workflow + "-deploy-" + version, Cause.Kind.DEPLOYED, now, "deployed version " + version),
                now);
    }

    /**
     * Sites from one to before another changed, together.
     *
     * @param round part of the new content, so that another round changes them again
     */
    public List<FileChanges> changes(String round, int from, int to) {
        Instant now = Instant.now();
        String id = workflow + "-" + round;
        Cause cause = new Cause(id, Cause.Kind.FILES_CHANGED, now, "round " + round);
        List<FileChanges> parts = new ArrayList<>();
        for (int start = from; start < to; start += FileChanges.MAX_CHANGES) {
            int end = Math.min(to, start + FileChanges.MAX_CHANGES);
            List<PartitionChange> changes = new ArrayList<>(end - start);
            for (int site = start; site < end; site++) {
                changes.add(new PartitionChange(
                        site(site), null, new PartitionVersion(Sha256.of(round + " " + site), 1, 1_000)));
            }
            Batch batch = new Batch(id, parts.size(), end == to);
            parts.add(new FileChanges(input(), input().dataset(), "{site}.csv", cause, batch, changes, null, now));
        }
        return parts;
    }

    public static PartitionKey site(int number) {
        return PartitionKey.of("site", "site-" + number);
    }

    private static WorkflowSpec spec(String yaml) {
        return switch (WorkflowParser.parse("workflow.yaml", yaml)) {
            case ParseResult.Parsed parsed -> parsed.spec();
            case ParseResult.Invalid invalid ->
                throw new IllegalStateException("the benchmark's own workflow is wrong: " + invalid.errors());
        };
    }
}
