package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.cli.failure.ExitCode;
import io.freshet.contracts.api.StatusSummary;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.TaskEvent;
import io.freshet.contracts.event.TaskEvent.AttemptStarted;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.endtoend.Terminal.Said;
import io.freshet.testkit.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where a scenario plays: a workflow in a namespace of its own, told of as a sequence of acts. An act ends when all it set in motion
 * has settled; what it launched is counted exactly. For one thread.
 */
final class Scene {
    static final Duration LIMIT = Duration.ofMinutes(2);

    private final RunningSystem system;
    private final WorkflowRef workflow;
    private final Path scratch;

    /** How many events of the workflow earlier acts have left. */
    private int begin;

    /** What an act led to: events of the scene's workflow, in their order. */
    record Act(List<TaskEvent> events) {
        /** The instances whose processes started, in that order. */
        List<InstanceRef> starts() {
            return events.stream()
                    .filter(AttemptStarted.class::isInstance)
                    .map(event -> ((AttemptStarted) event).instance())
                    .toList();
        }

        List<StateChanged> decisions() {
            return events.stream()
                    .filter(StateChanged.class::isInstance)
                    .map(StateChanged.class::cast)
                    .toList();
        }

        /** How many instances anything was decided about. */
        long considered() {
            return decisions().stream().map(StateChanged::instance).distinct().count();
        }

        Map<String, Integer> launches() {
            Map<String, Integer> launches = new TreeMap<>();
            starts().forEach(instance -> launches.merge(instance.task(), 1, Integer::sum));
            return launches;
        }
    }

    /**
     * @param scratch a directory outside of the storage root, on the same file system
     */
    Scene(RunningSystem system, WorkflowRef workflow, Path scratch) throws IOException {
        this.system = system;
        this.workflow = workflow;
        this.scratch = Files.createDirectories(scratch);
    }

    Path namespace() {
        return system.namespace(workflow.namespace());
    }

    /** Outside of all datasets. */
    Path scratch() {
        return scratch;
    }

    RunningSystem system() {
        return system;
    }

    /** Puts a file in place by renaming. */
    void drop(String path, String content) throws IOException {
        system.drop(workflow.namespace(), path, content);
    }

    String content(String path) throws IOException {
        return Files.readString(namespace().resolve(path)).strip();
    }

    /** Files of a directory of the tests' resources, by name. */
    static Map<String, String> bundle(String directory, String... names) throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (String name : names) {
            try (InputStream content = Scene.class.getResourceAsStream("/%s/%s".formatted(directory, name))) {
                if (content == null) {
                    throw new IllegalStateException("no resource %s/%s".formatted(directory, name));
                }
                files.put(name, new String(content.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    /** Deploys a bundle of these files, by name. */
    void deploy(Map<String, String> bundle) throws IOException {
        Path directory = Files.createDirectories(scratch.resolve("bundle"));
        for (Map.Entry<String, String> file : bundle.entrySet()) {
            Files.writeString(directory.resolve(file.getKey()), file.getValue());
        }
        say("deploy", directory.toString(), "--namespace", workflow.namespace()).endedWith(ExitCode.OK);
    }

    /** {@code freshet run} of the workflow, to its end. */
    Said run(String... more) {
        return say(Stream.concat(Stream.of("run", workflow.toString(), "--wait", "--json"), Stream.of(more))
                .toArray(String[]::new));
    }

    /** How many instances of each task are in one of these states now. */
    Map<String, Integer> count(InstanceState... states) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        for (StatusSummary.TaskStatus task :
                system.audit().summary(workflow.namespace()).tasks()) {
            long count = Stream.of(states)
                    .mapToLong(state -> task.states().getOrDefault(state, 0L))
                    .sum();
            if (count > 0) {
                counts.put(task.task().task(), (int) count);
            }
        }
        return counts;
    }

    Said say(String... arguments) {
        return system.terminal().say(arguments);
    }

    /** What the act has led to by now. */
    Act soFar() {
        return act(system.history().andAMoment());
    }

    /** Waits for the end of the act, and until all it made is shown, and expects exactly these launches by task; the next act begins. */
    Act launched(Map<String, Integer> expected) {
        int least = expected.values().stream().mapToInt(Integer::intValue).sum();
        Eventually.eventually(LIMIT, () -> {
            Act soFar = soFar();
            assertTrue(soFar.starts().size() >= least, () -> soFar.launches().toString());
        });
        Eventually.eventually(
                LIMIT,
                () -> assertTrue(system.audit()
                        .awaitSettled(workflow, Duration.ofSeconds(10))
                        .settled()));
        system.shown().await(workflow.namespace(), LIMIT);
        Act act = act(system.history().soFar());
        begin += act.events().size();
        assertEquals(new TreeMap<>(expected), act.launches());
        return act;
    }

    private Act act(List<TaskEvent> told) {
        return new Act(told.stream()
                .filter(event -> event.workflow().equals(workflow))
                .skip(begin)
                .toList());
    }
}
