package io.freshet.endtoend.simulation;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WatchSpec;
import io.freshet.servicekit.storage.ContentStore;
import io.freshet.testkit.spec.WorkflowBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A workflow on its author's desk. */
final class Draft {
    final WorkflowRef workflow;
    final Map<String, DatasetSpec> datasets = new LinkedHashMap<>();
    final Map<String, TaskSpec> tasks = new LinkedHashMap<>();
    private final Map<String, String> code = new LinkedHashMap<>();
    private int version;

    Draft(WorkflowRef workflow) {
        this.workflow = workflow;
    }

    void dataset(String name, Layout layout) {
        DatasetRef dataset = new DatasetRef(workflow.namespace(), name);
        datasets.put(
                name,
                new DatasetSpec(
                        name,
                        SimulatedFiles.directory(dataset),
                        layout,
                        WatchSpec.DEFAULT,
                        null,
                        DatasetSpec.Deletions.PROPAGATE,
                        List.of(),
                        null));
    }

    void task(TaskSpec task) {
        tasks.put(task.name(), task);
        code(task.name(), "1");
    }

    /** Takes a task away whose outputs nobody reads. */
    void remove(String task) {
        tasks.remove(task).outputs().keySet().forEach(datasets::remove);
        code.remove(task);
    }

    void code(String task, String text) {
        code.put(task, task + text);
    }

    /** The next version of it. */
    WorkflowDefinition publish(Instant at) {
        version++;
        Map<String, Fingerprint> fingerprints = new LinkedHashMap<>();
        code.forEach((task, text) -> fingerprints.put(task, manifest(text).fingerprint()));
        return WorkflowBuilder.of(workflow.workflow())
                .datasets(datasets)
                .tasks(tasks)
                .code(fingerprints)
                .version(workflow, version, at);
    }

    /** Puts its code where the launcher finds it. */
    void store(ContentStore contents) {
        try {
            for (String text : code.values()) {
                contents.putObject(text.getBytes(StandardCharsets.UTF_8));
                contents.putManifest(manifest(text));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Manifest manifest(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Manifest(List.of(new Manifest.Entry(new RelativePath("run"), bytes.length, Sha256.of(bytes))));
    }
}
