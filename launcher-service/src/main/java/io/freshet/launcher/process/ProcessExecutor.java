package io.freshet.launcher.process;

import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.Usage;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.language.identity.IdentityPolicyFile;
import io.freshet.launcher.attempt.Executor;
import io.freshet.launcher.attempt.IdentityAnswer;
import io.freshet.launcher.dataplane.AttemptView;
import io.freshet.launcher.domain.Occurrence;
import io.freshet.launcher.domain.ProcessEnd;
import io.freshet.launcher.domain.StartedProcess;
import io.freshet.servicekit.time.Backoff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs each attempt as a process of this machine, below a wrapper that outlives the launcher and records the end. Thread-safe.
 *
 * <pre>
 * attempts/attempt/start.N   the claim of start N, see {@link Claim}
 * attempts/attempt/exit      the status, see {@link ExitFile}
 * attempts/attempt/log       both outputs
 * </pre>
 */
public final class ProcessExecutor implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessExecutor.class);
    private static final Backoff WATCH_BACKOFF = Backoff.ofMillis(500, 8_000);
    private static final int CLAIM_LOST = 125;
    private static final int KILLED = 128 + Posix.SIGKILL;

    private final ProcessSettings settings;
    private final Path attempts;
    private final InstantSource clock;
    private final ProcessIdentities identities;
    private final String boot;
    private final OutOfMemory outOfMemory;
    private final Map<String, RunningProcess> running = new ConcurrentHashMap<>();
    private final ProcessStarter starter;
    private final ProcessWatches watches;
    private final ScheduledExecutorService timer;

    /**
     * @param attempts the directory of the attempts' directories
     * @param policy says as whom tasks may run; null: the settings and the tasks do
     * @throws UnsupportedOperationException if this is not Linux with a C library that can do what is needed
     */
    public ProcessExecutor(
            ProcessSettings settings, Path attempts, InstantSource clock, @Nullable IdentityPolicyFile policy)
            throws IOException {
        this.settings = settings;
        this.attempts = attempts;
        this.clock = clock;
        this.boot = ProcFs.boot();
        this.outOfMemory = new OutOfMemory(clock);
        this.identities = ProcessIdentities.of(settings, attempts, policy);
        ProcessSpace space = ProcessSpace.find(
                settings.namespaces() ? program("unshare") : "",
                !identities.privileges().setpriv().isEmpty());
        if (!space.isOwn()) {
            Posix.adoptOrphans();
        }
        this.starter = new ProcessStarter(settings, identities, space, running);
        this.watches = new ProcessWatches(WATCH_BACKOFF);
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("freshet-process-grace").factory());
    }

    @Override
    public String name() {
        return "process";
    }

    @Override
    public boolean usesFiles() {
        return true;
    }

    @Override
    public boolean isTiedToMachine() {
        return true;
    }

    @Override
    public IdentityAnswer identity(LaunchAttempt launch) {
        return switch (identities.decide(launch)) {
            case IdentityRule.Answer.Granted(ProcessIdentity identity) -> new IdentityAnswer.Granted(identity.owner());
            case IdentityRule.Answer.Denied(String message) -> new IdentityAnswer.Denied(message);
        };
    }

    @Override
    public void start(LaunchAttempt launch, AttemptView view, Consumer<Occurrence> occurrences) {
        switch (identities.decide(launch)) {
            case IdentityRule.Answer.Denied(String message) ->
                occurrences.accept(new Occurrence.Refused(FailureKind.DENIED, message, null));
            case IdentityRule.Answer.Granted(ProcessIdentity identity) -> start(launch, view, identity, occurrences);
        }
    }

    private void start(
            LaunchAttempt launch, AttemptView view, ProcessIdentity identity, Consumer<Occurrence> occurrences) {
        List<String> command = launch.work().run().command();
        TaskEnvironment environment = TaskEnvironment.of(launch, view, settings.path(), settings.tracing());
        Optional<String> problem = environment.problem(command);
        if (problem.isPresent()) {
            occurrences.accept(new Occurrence.Refused(FailureKind.EXIT, problem.get(), 126));
            return;
        }
        switch (Program.find(command.getFirst(), view.code(), environment.path())) {
            case Program.Missing(String message, int status) ->
                occurrences.accept(new Occurrence.Refused(FailureKind.EXIT, message, status));
            case Program.Found(String program) -> spawn(launch, view, identity, environment, program, occurrences);
        }
    }

    private void spawn(
            LaunchAttempt launch,
            AttemptView view,
            ProcessIdentity identity,
            TaskEnvironment environment,
            String program,
            Consumer<Occurrence> occurrences) {
        try {
            long killsBefore = outOfMemory.recentCount();
            Path claim = freeClaim(view.records());
            Instant now = clock.instant();
            RunningProcess process =
                    starter.start(new ProcessStarter.Start(launch, view, identity, program, claim, now), environment);
            occurrences.accept(new Occurrence.Started(started(process.number(), identity, now)));
            watch(launch, occurrences, () -> awaitChild(launch, process, claim, killsBefore, occurrences));
        } catch (IOException e) {
            occurrences.accept(new Occurrence.Refused(
                    FailureKind.LAUNCH, "the process could not be started: " + e.getMessage(), null));
        }
    }

    @Override
    public void resume(LaunchAttempt launch, Consumer<Occurrence> occurrences) {
        watch(launch, occurrences, () -> {
            Path directory = attempts.resolve(launch.attempt());
            for (int number = 1; ; number++) {
                Path claim = Claim.file(directory, number);
                if (Claim.giveUp(claim)) {
                    occurrences.accept(new Occurrence.NotBegun());
                    return;
                }
                switch (ClaimReader.settled(claim)) {
                    case Claim.Taken taken -> {
                        adopt(launch, taken, occurrences);
                        return;
                    }
                    case Claim.Nameless() -> {
                        vanished(
                                launch,
                                "unknown",
                                Files.getLastModifiedTime(claim).toInstant(),
                                occurrences);
                        return;
                    }
                    case Claim.Free(), Claim.Given() ->
                        LOG.atDebug().addKeyValue("claim", claim).log("That start never was");
                }
            }
        });
    }

    private void adopt(LaunchAttempt launch, Claim.Taken taken, Consumer<Occurrence> occurrences) throws IOException {
        RunningProcess.Adopted process = new RunningProcess.Adopted(
                taken.process(), leader -> starter.endLeftovers(launch.attempt(), leader, false));
        StartedProcess started = new StartedProcess(
                settings.host(), Long.toString(process.number()), identities.userOf(launch), taken.begun());
        running.put(launch.attempt(), process);
        occurrences.accept(new Occurrence.Started(started, ProcFs.age(taken.process())));
        if (taken.boot().equals(boot)) {
            var _ = process.await();
            ended(launch, RunningProcess.ResourceUsage.UNKNOWN, Optional.empty(), occurrences);
        } else {
            // Whatever status it left: what it wrote before the machine stopped may not have reached the device.
            lost(launch, occurrences);
        }
    }

    private void vanished(LaunchAttempt launch, String process, Instant begun, Consumer<Occurrence> occurrences)
            throws IOException {
        occurrences.accept(
                new Occurrence.Started(new StartedProcess(settings.host(), process, identities.userOf(launch), begun)));
        lost(launch, occurrences);
    }

    private void lost(LaunchAttempt launch, Consumer<Occurrence> occurrences) throws IOException {
        running.remove(launch.attempt());
        long logBytes = size(attempts.resolve(launch.attempt()).resolve("log"));
        Usage usage = Usage.ofLog(logBytes);
        occurrences.accept(new Occurrence.Ended(new ProcessEnd.Vanished(), usage, clock.instant()));
    }

    private void awaitChild(
            LaunchAttempt launch,
            RunningProcess process,
            Path claim,
            long killsBefore,
            Consumer<Occurrence> occurrences)
            throws IOException {
        RunningProcess.ResourceUsage used = process.await();
        if (used.status() == CLAIM_LOST
                && Claim.read(claim) instanceof Claim.Taken taken
                && taken.process().number() != process.number()) {
            adopt(launch, taken, occurrences);
            return;
        }
        ended(launch, used, Optional.of(killsBefore), occurrences);
    }

    private void ended(
            LaunchAttempt launch,
            RunningProcess.ResourceUsage used,
            Optional<Long> killsBefore,
            Consumer<Occurrence> occurrences)
            throws IOException {
        running.remove(launch.attempt());
        Path directory = attempts.resolve(launch.attempt());
        Optional<ExitFile> exit = ExitFile.read(directory.resolve("exit"));
        Long cpu = used.cpuMillis();
        if (cpu == null) {
            cpu = exit.map(ExitFile::cpuMillis).orElse(null);
        }
        Usage usage = new Usage(cpu, used.peakMemoryBytes(), size(directory.resolve("log")));
        if (exit.isEmpty()) {
            occurrences.accept(new Occurrence.Ended(new ProcessEnd.Vanished(), usage, clock.instant()));
            return;
        }
        int status = exit.get().status();
        boolean forMemory = status == KILLED && killsBefore.isPresent() && outOfMemory.happenedSince(killsBefore.get());
        occurrences.accept(new Occurrence.Ended(
                new ProcessEnd.Exited(status, forMemory), usage, exit.get().at()));
    }

    @Override
    public void stop(String attempt) {
        signal(attempt, Posix.SIGTERM);
        try {
            var _ = timer.schedule(
                    () -> signal(attempt, Posix.SIGKILL), settings.grace().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.atDebug().addKeyValue("attempt", attempt).log("Closing: the next launcher insists");
        }
    }

    @Override
    public void release(String attempt) {
        // What it left lies in its directory, which others take care of.
    }

    @Override
    public void keepOnly(Predicate<String> wanted) {
        // A process ends by itself or is stopped; nothing is left of it to remove.
    }

    /** Whoever watches goes on, and so does who is just starting something: a child that nobody waits for is never gone. */
    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void signal(String attempt, int signal) {
        RunningProcess process = running.get(attempt);
        if (process == null) {
            return;
        }
        try {
            process.signal(signal);
        } catch (IOException e) {
            LOG.atError()
                    .addKeyValue("attempt", attempt)
                    .addKeyValue("process", process.number())
                    .setCause(e)
                    .log("A process could not be ended");
        }
    }

    private StartedProcess started(long number, ProcessIdentity identity, Instant at) {
        return new StartedProcess(settings.host(), Long.toString(number), Integer.toString(identity.user()), at);
    }

    private static Path freeClaim(Path directory) {
        int number = 1;
        while (Files.exists(Claim.file(directory, number))) {
            number++;
        }
        return Claim.file(directory, number);
    }

    private String program(String name) {
        return Program.find(name, attempts, settings.path()) instanceof Program.Found(String path) ? path : "";
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** A look at a process that fails is repeated; an attempt that cannot be watched at all is reported as lost. */
    private void watch(LaunchAttempt launch, Consumer<Occurrence> occurrences, ProcessWatches.Watch watch) {
        watches.follow(launch.attempt(), watch, () -> {
            running.remove(launch.attempt());
            occurrences.accept(new Occurrence.Started(
                    new StartedProcess(settings.host(), "unknown", identities.userOf(launch), clock.instant())));
            occurrences.accept(new Occurrence.Ended(new ProcessEnd.Vanished(), Usage.UNKNOWN, clock.instant()));
        });
    }
}
