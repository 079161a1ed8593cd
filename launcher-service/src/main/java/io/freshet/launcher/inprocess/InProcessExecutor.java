package io.freshet.launcher.inprocess;

import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.Usage;
import io.freshet.launcher.attempt.Executor;
import io.freshet.launcher.attempt.IdentityAnswer;
import io.freshet.launcher.dataplane.AttemptView;
import io.freshet.launcher.dataplane.Owner;
import io.freshet.launcher.domain.Occurrence;
import io.freshet.launcher.domain.ProcessEnd;
import io.freshet.launcher.domain.StartedProcess;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Every attempt succeeds at once and has made nothing: what is left is the cost of everything else. */
public final class InProcessExecutor implements Executor {
    private final String host;
    private final InstantSource clock;

    public InProcessExecutor(String host, InstantSource clock) {
        this.host = host;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "in-process";
    }

    @Override
    public boolean usesFiles() {
        return false;
    }

    @Override
    public boolean isTiedToMachine() {
        return true;
    }

    @Override
    public IdentityAnswer identity(LaunchAttempt launch) {
        return new IdentityAnswer.Granted(Owner.OURSELVES);
    }

    @Override
    public void start(LaunchAttempt launch, AttemptView view, Consumer<Occurrence> occurrences) {
        Instant now = clock.instant();
        occurrences.accept(new Occurrence.Started(new StartedProcess(host, "none", "none", now)));
        occurrences.accept(new Occurrence.Ended(new ProcessEnd.Exited(0, false), Usage.UNKNOWN, now));
    }

    @Override
    public void resume(LaunchAttempt launch, Consumer<Occurrence> occurrences) {
        occurrences.accept(new Occurrence.NotBegun());
    }

    @Override
    public void stop(String attempt) {
        // It has ended.
    }

    @Override
    public void release(String attempt) {
        // Nothing is kept.
    }

    @Override
    public void keepOnly(Predicate<String> wanted) {
        // Nothing is started.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
