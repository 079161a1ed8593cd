package io.freshet.endtoend.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.id.DatasetRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The last files and the last versions of a story, played as if nothing had ever gone before. */
final class CleanRun {
    private final Story story;
    private final SimulatedSystem system;

    private CleanRun(Story story, SimulatedSystem system) {
        this.story = story;
        this.system = system;
    }

    static CleanRun of(Plan plan, Story story, SimulatedSystem played, Path directory) {
        Simulation simulation = new Simulation(new Plan(plan.seed(), 0, Set.of()), directory);
        SimulatedSystem system = simulation.system();
        simulation.beCalm();
        for (DatasetRef dataset : played.files.datasets()) {
            system.files.declare(dataset, played.files.layout(dataset));
            played.files
                    .contents(dataset)
                    .forEach((partition, content) -> system.files.write(dataset, partition, content));
        }
        story.drafts().forEach(draft -> draft.store(system.contents));
        story.deployed()
                .values()
                .forEach(definition -> system.log.append(Route.of(definition, system.clock.instant())));
        simulation.rest();
        assertEquals(List.of(), system.bad(), "a clean run");
        return new CleanRun(story, system);
    }

    /** What the tasks have published is the same, to the last byte. */
    void compare(SimulatedSystem played) {
        for (Draft draft : story.drafts()) {
            draft.tasks.values().stream()
                    .flatMap(task -> task.outputs().keySet().stream())
                    .forEach(output -> assertEquals(
                            tree(system, Author.dataset(output)),
                            tree(played, Author.dataset(output)),
                            () -> "what is published of " + output));
        }
    }

    private static Map<String, String> tree(SimulatedSystem system, DatasetRef dataset) {
        Path directory = system.root.dataset(dataset, SimulatedFiles.directory(dataset));
        Map<String, String> tree = new TreeMap<>();
        if (!Files.exists(directory)) {
            return tree;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                tree.put(directory.relativize(file).toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tree;
    }
}
