package io.freshet.launcher.attempt;

import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.launcher.dataplane.AttemptView;
import io.freshet.launcher.domain.Occurrence;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Where and how attempts run. Thread-safe. What happens to an attempt is reported to the consumer that came with it, as
 * {@link Occurrence.Started}, {@link Occurrence.Ended}, {@link Occurrence.Refused} or {@link Occurrence.NotBegun}, at any time and on any
 * thread; the consumer returns at once.
 */
public interface Executor extends AutoCloseable {
    /** For events: {@code process}, {@code kubernetes} or {@code in-process}. */
    String name();

    /** Whether attempts read and write files and print a log; if not, no view is built and nothing is taken over. */
    boolean usesFiles();

    /** Whether only a launcher on the machine on which an attempt runs can look after it. */
    boolean isTiedToMachine();

    /** As whom the work would run, or why it may not. Asked before its view is built. */
    IdentityAnswer identity(LaunchAttempt launch);

    /**
     * Starts an attempt. Reports {@code Started} and later {@code Ended}, or {@code Refused}. For an attempt that was started before, by whomever,
     * it starts nothing and reports what became of that.
     */
    void start(LaunchAttempt launch, AttemptView view, Consumer<Occurrence> occurrences);

    /**
     * Takes up an attempt that an earlier launcher may have started. Reports {@code Started} and then {@code Ended} if it did; {@code NotBegun} if
     * it did not, and then has made sure that what the earlier launcher began cannot start any more.
     */
    void resume(LaunchAttempt launch, Consumer<Occurrence> occurrences);

    /**
     * Ends an attempt with everything it started: asks first, and insists after a grace. One that has been begun but does not run yet never
     * will; one that was not begun is left alone. Repeating it changes nothing.
     */
    void stop(String attempt);

    /** The end of the attempt has been reported: nothing that was kept of it to learn its end is needed any more. Repeating it changes nothing. */
    void release(String attempt) throws IOException;

    /**
     * Removes what was started for attempts that nobody waits for any more, now and from time to time.
     *
     * @param wanted whether something is left to do for an attempt
     */
    void keepOnly(Predicate<String> wanted);

    /** Lets go of everything; what runs keeps running. */
    @Override
    void close();
}
