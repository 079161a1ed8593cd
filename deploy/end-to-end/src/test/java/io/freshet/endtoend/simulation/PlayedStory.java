package io.freshet.endtoend.simulation;

import io.freshet.embedded.DeletedTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A story that was played.
 *
 * @param failure null if all was as it should be
 * @param told the last of what happened
 * @param figures how often what happened
 */
record PlayedStory(Plan plan, Throwable failure, String told, Map<String, Integer> figures) {
    private static final Path MEMORY = Path.of("/dev/shm");

    /** Plays it, in memory where the system has such a place: a story is thousands of small files. */
    static PlayedStory of(Plan plan) {
        try {
            Path directory = Files.isWritable(MEMORY)
                    ? Files.createTempDirectory(MEMORY, "freshet-simulation-")
                    : Files.createTempDirectory("freshet-simulation-");
            try {
                return of(plan, new Simulation(plan, directory));
            } finally {
                DeletedTree.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PlayedStory of(Plan plan, Simulation simulation) {
        Throwable failure = null;
        try {
            simulation.play();
        } catch (RuntimeException | AssertionError e) {
            failure = e;
        }
        return new PlayedStory(plan, failure, simulation.told(), simulation.figures());
    }

    boolean failed() {
        return failure != null;
    }

    /** The failure, with all that it takes to see it again. */
    AssertionError report() {
        return new AssertionError("%s%nplay it again with %s%n%s".formatted(failure, plan, told), failure);
    }
}
