package io.freshet.cli.demo;

import io.freshet.cli.demo.Upstream.Extract;
import io.freshet.cli.local.BundleDirectory;
import io.freshet.cli.local.LocalStandalone;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.data.Sha256;
import io.freshet.standalone.DataDirectory;
import io.freshet.standalone.Endpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The demonstration: a small hospital's warehouse, from the first load to a kill in mid-load. Every figure is counted from what really
 * happened (processes that started, as subscribers see them) and compared with what must be.
 */
public final class Demonstration {
    static final String NAMESPACE = "demo";
    static final String WORKFLOW = "warehouse";

    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    private static final int DAYS = 30;
    private static final long SEED = 2026;
    private static final Set<Extract> LATE = Set.of(
            new Extract("labs", FIRST.plusDays(11)),
            new Extract("claims", FIRST.plusDays(11)),
            new Extract("imaging", FIRST.plusDays(27)));

    private final DataDirectory data;
    private final int port;
    private final Path bundles;
    private final Story story;
    private final Commands commands;
    private final LocalStandalone local;

    /** Runs a command line of this program, as a person would type it. */
    @FunctionalInterface
    public interface Commands {
        String run(String... arguments);
    }

    public Demonstration(LocalStandalone local, int port, Path bundles, Story story, Commands commands) {
        this.data = local.data();
        this.port = port;
        this.bundles = bundles;
        this.story = story;
        this.commands = commands;
        this.local = local;
    }

    /** Plays it; the standalone runs when this returns. */
    public void play() throws Exception {
        long start = System.nanoTime();
        Endpoints endpoints = local.start(port);
        story.took("Starting broker, database and five services", since(start));
        story.narrate("data: %s", data.storage());
        try (Watch watch = new Watch(endpoints)) {
            Upstream upstream = new Upstream(data.storage().resolve(NAMESPACE), SEED);
            firstLoad(endpoints, watch, upstream);
            lateDelivery(watch, upstream);
            correctedDelivery(watch, upstream);
            duplicateDelivery(watch, upstream);
            newVersion(endpoints, watch);
            explain();
        }
        killed(endpoints);
        story.summary();
    }

    private void firstLoad(Endpoints endpoints, Watch watch, Upstream upstream) throws Exception {
        story.chapter("The first load: 8 sources, 30 days, three deliveries still missing");
        upstream.deliverCodes();
        for (Extract extract : extracts()) {
            if (!LATE.contains(extract)) {
                upstream.deliver(extract);
            }
        }
        long start = System.nanoTime();
        deploy(endpoints, NAMESPACE, WarehouseBundle.write(bundles.resolve("v1")));
        int expected = (extracts().size() - LATE.size()) * 2 + DAYS + 1;
        Map<String, Integer> launched = watch.awaitQuiet(expected);
        story.took("From deployment to the finished report", since(start));
        story.expect("processes launched", expected, total(launched));
        story.narrate("by task: %s", launched);
        story.quote(head(report(NAMESPACE), 4));
    }

    private void lateDelivery(Watch watch, Upstream upstream) throws Exception {
        story.chapter("Three late deliveries arrive");
        for (Extract late : LATE) {
            upstream.deliver(late);
        }
        // Two of them are of one day: three chains of clean and conform, two days, one report.
        Map<String, Integer> launched = watch.awaitQuiet(3 + 3 + 2 + 1);
        story.expect("processes launched", 9, total(launched));
        story.narrate("by task: %s", launched);
    }

    private void correctedDelivery(Watch watch, Upstream upstream) throws Exception {
        story.chapter("One corrected file recomputes exactly its chain");
        Extract corrected = new Extract("billing", FIRST.plusDays(4));
        upstream.correct(corrected);
        Map<String, Integer> launched = watch.awaitQuiet(4);
        story.narrate("%s was delivered again, one amount differs", corrected);
        story.expect("processes launched", 4, total(launched));
    }

    private void duplicateDelivery(Watch watch, Upstream upstream) throws Exception {
        story.chapter("The same bytes again run nothing");
        Extract duplicate = new Extract("vitals", FIRST.plusDays(9));
        upstream.deliver(duplicate);
        // What does not happen cannot be waited for: a real change behind the duplicate shows that both were seen.
        upstream.correct(new Extract("vitals", FIRST.plusDays(10)));
        Map<String, Integer> launched = watch.awaitQuiet(4);
        story.narrate("%s was delivered again unchanged, and one other file corrected", duplicate);
        story.expect("processes launched, all for the corrected one", 4, total(launched));
    }

    private void newVersion(Endpoints endpoints, Watch watch) throws Exception {
        story.chapter("A new version of the cleaning, whose output is mostly the same, stops there");
        int cleaned = extracts().size();
        List<Extract> affected =
                extracts().stream().filter(Upstream::hasTestPatient).toList();
        Set<LocalDate> days = new HashSet<>();
        affected.forEach(extract -> days.add(extract.date()));
        deploy(endpoints, NAMESPACE, WarehouseBundle.writeSecondVersion(bundles.resolve("v2")));
        int expected = cleaned + affected.size() + days.size() + 1;
        Map<String, Integer> launched = watch.awaitQuiet(expected);
        story.narrate("version 2 leaves out test patients, of which %d of %d files have one", affected.size(), cleaned);
        story.expect("processes launched", expected, total(launched));
        story.narrate("by task: %s", launched);
    }

    private void explain() {
        story.chapter("Why did it run, why did it not, and what is the report made of");
        ask("why", instance("conform", "source=labs/date=2026-01-03"));
        ask("why", instance("conform", "source=labs/date=2026-01-04"));
        ask("lineage", NAMESPACE + "/report", "--depth", "4", "--limit", "2");
    }

    private void killed(Endpoints endpoints) throws Exception {
        story.chapter("kill -9 of the whole process in mid-load");
        String namespace = NAMESPACE + "-killed";
        Upstream upstream = new Upstream(data.storage().resolve(namespace), SEED + 1);
        upstream.deliverCodes();
        for (Extract extract : extracts()) {
            upstream.deliver(extract);
        }
        int expected = extracts().size() * 2 + DAYS + 1;
        Endpoints restarted;
        try (Watch watch = new Watch(endpoints)) {
            deploy(endpoints, namespace, WarehouseBundle.write(bundles.resolve("killed")));
            watch.awaitLaunches(expected / 3);
        }
        ProcessHandle process = ProcessHandle.of(endpoints.pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
        story.narrate("killed process %d after a third of %d launches", endpoints.pid(), expected);
        long start = System.nanoTime();
        restarted = local.start(port);
        story.took("Starting again on what was left", since(start));
        try (Watch watch = new Watch(restarted)) {
            watch.awaitInstancesOf(namespace, expected);
            story.took("From the restart to the finished report", since(start));
            long instances = watch.instancesOf(namespace);
            story.expect("instances that ran", (long) expected, instances);
            story.narrate("attempts made again because the kill hit them: %d", watch.launchesOf(namespace) - instances);
        }
        story.expect(
                "the report equals the one that a fresh load computes", freshReport(upstream), reportHash(namespace));
    }

    /** What the report must be, computed without Freshet's planning: the scripts' own arithmetic over all extracts. */
    private String freshReport(Upstream upstream) throws IOException {
        return Sha256.of(upstream.expectedReport(extracts())).brief();
    }

    private String reportHash(String namespace) throws IOException {
        return Sha256.of(report(namespace)).brief();
    }

    private String report(String namespace) throws IOException {
        return Files.readString(data.storage().resolve(namespace).resolve("warehouse/report/report.csv"));
    }

    private void ask(String... command) {
        story.narrate("$ freshet %s", String.join(" ", command));
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--data", data.path().toString(), "--color", "never"));
        story.quote(commands.run(arguments.toArray(String[]::new)));
    }

    private static String instance(String task, String partition) {
        return NAMESPACE + "/" + WORKFLOW + "/" + task + "/" + partition;
    }

    private static void deploy(Endpoints endpoints, String namespace, Path bundle) throws IOException {
        try (SchedulerClient scheduler = endpoints.schedulerClient(System.getProperty("user.name"))) {
            scheduler.deploy(namespace, BundleDirectory.zip(bundle));
        }
    }

    private static List<Extract> extracts() {
        return Stream.iterate(FIRST, day -> day.plusDays(1))
                .limit(DAYS)
                .flatMap(day -> Upstream.SOURCES.stream().map(source -> new Extract(source, day)))
                .toList();
    }

    private static int total(Map<String, Integer> launched) {
        return launched.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static String head(String text, int lines) {
        return String.join("\n", text.lines().limit(lines).toList());
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
