package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.CatalogSubscription.Subscribed;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.TaskEvent.RunStarted;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.PaceSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.planner.domain.model.ListBounds;
import io.freshet.planner.domain.model.StepLimits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What one decision reads, writes and tells is the same whether there are some hundreds of instances or ten times as many, whatever the
 * decision is about. {@code -Dfreshet.decision.sites=N} says of how many sites the few are; each has several instances.
 */
class WorkPerDecisionTest {
    private static final int FEW = Integer.getInteger("freshet.decision.sites", 100);
    private static final int MANY = 10 * FEW;

    /** Small, so that few instances are many. */
    private static final StepLimits STEPS = new StepLimits(10, 8, 15, 3).with(new ListBounds(20, 64, 128, 10_000, 128));

    private static final int PART = 8;

    /**
     * The step that sends the last chunks of a list launches as well, with the list's index, the order and the report. How many chunks
     * are left for it depends on how many sites there are, but is never more than those of any other step.
     */
    private static final int LAUNCH = 3;

    private static final int STEP = 5;

    /** Everything that may concern all instances there are: what has to be there before, and what happens then. */
    static List<Input> inputs() {
        return List.of(
                new Input("subscription", story -> story.write("raw", "1"), Story::deploy),
                new Input("removal", Story::run, story -> story.world.remove()),
                new Input("removal in flight", Story::begin, story -> story.world.remove()),
                new Input("removal that fails", Story::begin, story -> {
                    story.world.journal.failAfter(3);
                    story.world.remove();
                }),
                new Input("removal and deployment", Story::run, story -> {
                    story.world.remove();
                    story.deploy();
                }),
                new Input("task renamed", Story::run, story -> {
                    story.specs.remove("copy").task("copier", List.of("raw", "codes"), "copied");
                    story.deploy();
                }),
                new Input("task reshaped", Story::run, story -> {
                    story.specs.dataset("copied", "{site}/{part}.csv");
                    story.deploy();
                }),
                new Input("input added", Story::run, story -> {
                    story.specs.task("copy", List.of("raw", "codes", "made?"), "copied");
                    story.deploy();
                }),
                new Input("input replaced", Story::run, story -> {
                    story.specs.dataset("fresh", "{site}.csv").task("copy", List.of("fresh", "codes"), "copied");
                    story.deploy();
                }),
                new Input("code changed", Story::run, story -> {
                    story.specs.code("copy", "2");
                    story.deploy();
                }),
                new Input("run forced", Story::run, story -> story.world.request(List.of(), Map.of(), true)),
                new Input("run cancelled", Story::begin, Story::cancel),
                new Input("everything changed", Story::run, story -> story.write("raw", "2")),
                new Input("everything deleted", Story::run, Story::delete),
                new Input("broadcast changed", Story::run, story -> story.writeOne("codes", "2")),
                new Input("broadcast reports", Story::run, Story::report),
                new Input("broadcast fails", Story::run, Story::failBroadcast),
                new Input("unchanged broadcast made again", Story::run, Story::remake),
                new Input("cross product", Story::run, Story::cross),
                new Input("snapshot with less", Story::run, Story::resubscribe),
                new Input("gather subscribes", story -> story.write("raw", "1"), Story::gather),
                new Input("gather added", Story::run, Story::gather),
                new Input("gather added in flight", Story::begin, Story::gatherOutputs),
                new Input("gather of outputs added", Story::run, Story::gatherOutputs),
                new Input("input of a gather added", Story::runGather, story -> {
                    story.specs.task("total", List.of("raw", "source"), "total");
                    story.deploy();
                }),
                new Input(
                        "input of a gather replaced",
                        Story::runGather,
                        story -> {
                            story.specs.task("total", List.of("source", "copied"), "total");
                            story.deploy();
                        },
                        LAUNCH),
                new Input("gather defined by another input", Story::run, Story::gatherWithOthers),
                new Input("gather changed", Story::runGather, story -> story.write("raw", "2")),
                new Input("gather in parts added", Story::run, Story::gatherInParts),
                new Input("gather removed", Story::runGather, story -> story.world.remove()),
                new Input("restart", Story::begin, story -> story.world.restart()));
    }

    /**
     * An input, and what has to be there before.
     *
     * @param more events that a decision may have on top because of how the last list happens to be cut
     */
    record Input(String name, Consumer<Story> before, Consumer<Story> what, int more) {
        Input(String name, Consumer<Story> before, Consumer<Story> what) {
            this(name, before, what, 0);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void one_decision_costs_the_same_however_much_there_is(Input input) {
        Story few = play(input, FEW);
        Story many = play(input, MANY);

        assertTrue(few.rows > 0, "something is decided");
        assertTrue(
                many.rows <= few.rows * 1.3,
                () -> "rows of one decision: %d of %d, %d of %d".formatted(few.rows, FEW, many.rows, MANY));
        assertTrue(
                many.events <= few.events * 1.3 + input.more,
                () -> "events of one decision: %d of %d, %d of %d".formatted(few.events, FEW, many.events, MANY));
    }

    private static Story play(Input input, int sites) {
        Story story = new Story(sites);
        input.before.accept(story);
        story.world.observers.add(story);
        story.world.counted.set(0);
        input.what.accept(story);
        story.drain();
        assertEquals(Map.of(), story.world.live);
        assertTrue(story.world.planner.unfinished().isEmpty());
        return story;
    }

    /** A workflow with an instance for each site that all read the same reference data, watched or made. */
    static final class Story implements WorldState.Observer {
        private final World world = new World(STEPS, PART);
        private final int sites;
        private final Specs specs = new Specs()
                .dataset("raw", "{site}.csv")
                .dataset("codes", Specs.WHOLE)
                .dataset("source", Specs.WHOLE)
                .dataset("made", Specs.WHOLE)
                .dataset("copied", "{site}.csv")
                .dataset("checked", "{site}.csv")
                .dataset("others", "{kind}.csv")
                .dataset("crossed", "{site}/{kind}.csv")
                .task("make", List.of("source"), "made")
                .task("copy", List.of("raw", "codes"), "copied")
                .task("check", List.of("copied?", "made", "raw"), "checked")
                .when("check", "size(results.made) < 5")
                .task("cross", List.of("raw", "others"), "crossed");
        private int versions;
        private long rows;
        private long events;

        Story(int sites) {
            this.sites = sites;
        }

        @Override
        public void decided(World played, List<io.freshet.contracts.event.Event> emitted) {
            rows = Math.max(rows, played.counted.getAndSet(0));
            events = Math.max(events, emitted.size());
        }

        void deploy() {
            versions++;
            world.deploy(specs.build(world.workflow, versions));
        }

        void write(String dataset, String text) {
            world.write(dataset, contents(text), PART);
        }

        private Map<PartitionKey, PartitionVersion> contents(String text) {
            Map<PartitionKey, PartitionVersion> contents = new LinkedHashMap<>();
            IntStream.range(0, sites)
                    .forEach(site -> contents.put(PartitionKey.of("site", "s%05d".formatted(site)), content(text)));
            return contents;
        }

        /** One instance reads all there is. */
        void gather() {
            specs.dataset("total", Specs.WHOLE).task("total", List.of("raw"), "total");
            deploy();
        }

        /** One instance reads all that others make. */
        void gatherOutputs() {
            specs.dataset("total", Specs.WHOLE).task("total", List.of("copied"), "total");
            deploy();
        }

        /** What reads everything comes into being long after that, by one partition of something else. */
        void gatherWithOthers() {
            specs.dataset("totals", "{kind}.csv").task("total", List.of("others", "copied"), "totals");
            deploy();
            drain();
            cross();
        }

        /** One instance reads all there is, some of it at a time; of so much, all at once. */
        void gatherInParts() {
            InputSpec raw = new InputSpec(
                    "raw", "raw", false, Map.of(), Map.of(), Map.of(), null, null, new PaceSpec(null, null, 50));
            specs.dataset("total", Specs.WHOLE)
                    .task("total", List.of(raw), List.of("total"), Specs.retries(0), TaskSpec.OnChange.QUEUE, "1");
            deploy();
        }

        void runGather() {
            run();
            gather();
            drain();
        }

        void writeOne(String dataset, String text) {
            world.write(dataset, Map.of(PartitionKey.NONE, content(text)), 1);
        }

        /** Everything has run once. */
        void run() {
            begin();
            drain();
        }

        /** As much is in flight as may be. */
        void begin() {
            write("raw", "1");
            writeOne("codes", "1");
            writeOne("source", "1");
            deploy();
            world.settleLog(STEP);
        }

        void drain() {
            world.settleLog(STEP);
            while (!world.live.isEmpty()) {
                for (String attempt : List.copyOf(world.live.keySet())) {
                    if (world.live.containsKey(attempt)) {
                        world.succeed(attempt);
                    }
                }
                world.settleLog(STEP);
            }
        }

        void cancel() {
            String run = world.all(RunStarted.class).getFirst().run();
            world.cancel(new RunRequest.Cancel(world.workflow, run, null, "bob", world.now));
        }

        void delete() {
            Map<PartitionKey, PartitionVersion> gone = new LinkedHashMap<>();
            contents("1").keySet().forEach(partition -> gone.put(partition, null));
            world.write("raw", gone, PART);
        }

        void report() {
            String attempt = remakeAndAwait();
            world.succeed(attempt, Map.of("rows", "7"));
        }

        void failBroadcast() {
            world.fail(remakeAndAwait(), FailureKind.EXIT);
        }

        void remake() {
            remakeAndAwait();
        }

        private String remakeAndAwait() {
            writeOne("source", "2");
            world.settleLog(STEP);
            return world.live.values().stream()
                    .filter(ready -> ready.instance().task().equals("make"))
                    .map(TaskReady::attempt)
                    .findFirst()
                    .orElseThrow();
        }

        /** One more value, of which there is an instance with each site. */
        void cross() {
            world.write("others", Map.of(PartitionKey.of("kind", "a"), content("1")), 1);
        }

        /** The planner hears of everything once more, and most of it does not exist any more. */
        void resubscribe() {
            Cause cause = world.definition.cause();
            for (FileChanges lost : lostDeletions()) {
                world.deliverToCatalogOnly(lost);
            }
            world.awaitAgain("raw", cause);
            world.commands.add(new Subscribed(world.definition.dataset("raw"), world.workflow, cause, world.now));
            // What the catalogue was told is no decision of this story.
            world.counted.set(0);
        }

        private List<FileChanges> lostDeletions() {
            delete();
            List<FileChanges> lost = List.copyOf(world.fileChanges);
            world.fileChanges.clear();
            return lost;
        }

        private static PartitionVersion content(String text) {
            return new PartitionVersion(Sha256.of(text), 1, 1);
        }
    }
}
