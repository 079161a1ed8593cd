package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.Outcome.OutputPartition;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.PaceSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.model.StepLimits;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.state.Edge;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Through a window each partition has as many readers as the window has keys, and each instance reads as many. Whatever changes at once,
 * one decision looks at no more of them than it may, and what is divided ends as what is whole.
 */
class WindowedChangesTest {
    private static final int DAYS = 24;
    private static final int NARROW = 2;
    private static final int WIDE = 120;
    private static final int KEYS = 60;
    private static final int STEP = 20;
    private static final LocalDate FIRST = LocalDate.parse("2026-01-01");

    /** At how many rows one decision looks for one key of a window, as of its edge and of its instance. */
    private static final int ROWS_OF_A_KEY = 3;

    static List<Change> changes() {
        return List.of(
                new Change("deployment", story -> story.write("1"), Story::deploy),
                new Change("new partitions", Story::deploy, story -> story.write("1")),
                new Change("changed partitions", Story::run, story -> story.write("2")),
                new Change("deleted partitions", Story::run, Story::delete),
                new Change("broadcast changed", Story::run, story -> story.writeOne("codes", "2")),
                new Change("outputs added", Story::run, Story::spread),
                new Change("outputs changed", Story::runSpread, story -> story.writeOne("source", "2")),
                new Change("outputs taken away", Story::runSpread, story -> {
                    story.outputs = 0;
                    story.writeOne("source", "2");
                }),
                new Change("results reported", Story::runSpread, story -> {
                    story.results = Map.of("rows", "7");
                    story.writeOne("source", "2");
                }),
                new Change("site added", Story::runSpread, story -> story.writeSite("a")),
                new Change("window added", Story::run, story -> {
                    story.window = 2 * story.window;
                    story.deploy();
                }),
                new Change("code changed", Story::run, story -> {
                    story.specs.code("sum", "2");
                    story.deploy();
                }),
                new Change("everything asked for", Story::run, story -> story.world.request(List.of(), Map.of(), true)),
                new Change("run cancelled", story -> story.write("1"), story -> {
                    story.deploy();
                    story.world.settleLog(STEP);
                    story.cancel();
                }),
                new Change("removal", Story::run, story -> story.world.remove()),
                new Change("removal while changes wait", Story::run, story -> {
                    story.write("2");
                    story.world.deliverAllFiles();
                    while (story.world.deliverPartitions()) {
                        story.world.proceed(1);
                    }
                    story.world.remove();
                    story.deploy();
                }),
                new Change("restart while changes wait", Story::run, story -> {
                    story.write("2");
                    story.world.deliverAllFiles();
                    while (story.world.deliverPartitions()) {
                        story.world.restart();
                    }
                }));
    }

    /** What has to be there before, and what happens then. */
    record Change(String name, Consumer<Story> before, Consumer<Story> what) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("changes")
    void one_decision_looks_at_no_more_keys_than_it_may(Change change) {
        long narrow = play(change, NARROW, KEYS).rows;
        long wide = play(change, WIDE, KEYS).rows;

        // A decision that may look at one more key looks at all of a window, and at those of the instance that it
        // makes.
        long most = narrow + ROWS_OF_A_KEY * (KEYS + 3L * WIDE);
        assertTrue(narrow > 0, "something is decided");
        assertTrue(
                wide <= most,
                () -> "rows of one decision: %d with %d keys, %d with %d, which may be %d"
                        .formatted(narrow, NARROW, wide, WIDE, most));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void what_is_divided_ends_as_what_is_whole(Change change) {
        World divided = play(change, 5, 7).world;
        World whole = play(change, 5, Integer.MAX_VALUE).world;

        assertEquals(edges(whole), edges(divided));
        Map<String, Instance> others = divided.instances();
        whole.instances().forEach((key, instance) -> {
            Instance other = others.get(key);
            assertEquals(instance.state(), other.state(), key);
            assertEquals(instance.lastKey(), other.lastKey(), key);
        });
    }

    private static Map<String, Edge> edges(World world) {
        return ((MemoryTable<Edge>) world.tables.edges()).rows();
    }

    private static Story play(Change change, int window, int keys) {
        Story story = new Story(window, keys);
        story.writeOne("codes", "1");
        change.before.accept(story);
        story.world.observers.add(story);
        story.world.counted.set(0);
        change.what.accept(story);
        story.drain();
        Invariants.everythingSettles(story.world);
        assertEquals(Map.of(), ((MemoryTable<Continuation>) story.world.tables.continuations()).rows());
        if (story.world.deployed() != null) {
            Invariants.pendingCountsUnsettledEdges(story.world);
        }
        return story;
    }

    /** A workflow whose sums read the days before, of what one instance a day makes and of what one instance makes for all days. */
    static final class Story implements WorldState.Observer {
        private final World world;
        private final Specs specs = new Specs()
                .dataset("raw", "{date:yyyy-MM-dd}.csv")
                .dataset("codes", Specs.WHOLE)
                .dataset("source", Specs.WHOLE)
                .dataset("sites", "{site}.csv")
                .dataset("copied", "{date:yyyy-MM-dd}.csv")
                .dataset("parts", "{date:yyyy-MM-dd}.csv")
                .dataset("sums", "{date:yyyy-MM-dd}.csv")
                .dataset("partsums", "{date:yyyy-MM-dd}.csv")
                .dataset("sitesums", "{site}/{date:yyyy-MM-dd}.csv")
                .task("copy", List.of("raw", "codes"), "copied")
                .task("spread", List.of("source"), "parts");
        private int window;
        private int outputs = DAYS;
        private Map<String, String> results = Map.of();
        private int versions;
        private long rows;

        Story(int window, int keys) {
            this.window = window;
            world = new World(new StepLimits(50, 60, 100, 5).withWindowKeys(keys), 1_000);
            world.observers.addAll(Invariants.all());
        }

        @Override
        public void decided(World played, List<Event> emitted) {
            rows = Math.max(rows, played.counted.getAndSet(0));
        }

        void deploy() {
            versions++;
            task("sum", List.of(windowed("copied")), "sums");
            task("partsum", List.of(windowed("parts")), "partsums");
            specs.when("partsum", "size(results.parts) < 1000");
            task("sitesum", List.of(windowed("parts"), Specs.input("sites")), "sitesums");
            world.deploy(specs.build(world.workflow, versions));
        }

        private void task(String name, List<InputSpec> inputs, String output) {
            if (!specs.tasks().containsKey(name)
                    || specs.tasks().get(name).inputs().values().stream().noneMatch(inputs::contains)) {
                specs.task(name, inputs, List.of(output), Specs.retries(0), TaskSpec.OnChange.QUEUE, "1");
            }
        }

        private InputSpec windowed(String dataset) {
            return new InputSpec(
                    dataset, dataset, false, Map.of("date", window), Map.of(), Map.of(), null, null, PaceSpec.AT_ONCE);
        }

        void run() {
            write("1");
            deploy();
            drain();
        }

        void runSpread() {
            run();
            spread();
            drain();
        }

        void spread() {
            writeSite("b");
            writeOne("source", "1");
        }

        void write(String text) {
            Map<PartitionKey, PartitionVersion> contents = new TreeMap<>();
            IntStream.range(0, DAYS).forEach(day -> contents.put(day(day), content(text + day)));
            world.write("raw", contents, DAYS);
        }

        void delete() {
            Map<PartitionKey, PartitionVersion> gone = new LinkedHashMap<>();
            IntStream.range(0, DAYS).forEach(day -> gone.put(day(day), null));
            world.write("raw", gone, DAYS);
        }

        void writeOne(String dataset, String text) {
            world.write(dataset, Map.of(PartitionKey.NONE, content(text)), 1);
        }

        void writeSite(String site) {
            world.write("sites", Map.of(PartitionKey.of("site", site), content(site)), 1);
        }

        void cancel() {
            world.live.values().stream()
                    .map(TaskReady::run)
                    .distinct()
                    .toList()
                    .forEach(run -> world.cancel(new RunRequest.Cancel(world.workflow, run, null, "bob", world.now)));
        }

        void drain() {
            world.settleLog(STEP);
            while (!world.live.isEmpty()) {
                for (TaskReady ready : List.copyOf(world.live.values())) {
                    if (world.live.containsKey(ready.attempt())) {
                        succeed(ready);
                    }
                }
                world.settleLog(STEP);
            }
        }

        private void succeed(TaskReady ready) {
            if (!ready.instance().task().equals("spread")) {
                world.succeed(ready.attempt());
                return;
            }
            List<OutputPartition> written = new ArrayList<>();
            for (int day = 0; day < outputs; day++) {
                written.add(new OutputPartition(
                        new DatasetRef("prod", "parts"),
                        day(day),
                        content("part" + day + ready.work().actionKey())));
            }
            world.finish(ready.attempt(), new Outcome.Succeeded(written, results, null));
        }

        private static PartitionVersion content(String text) {
            return new PartitionVersion(Sha256.of(text), 1, 1);
        }

        private static PartitionKey day(int number) {
            return PartitionKey.of("date", FIRST.plusDays(number).toString());
        }
    }
}
