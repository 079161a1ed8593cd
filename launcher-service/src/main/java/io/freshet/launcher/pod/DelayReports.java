package io.freshet.launcher.pod;

import io.freshet.contracts.text.ShortText;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides when to report what keeps a pod from starting: not for the moment that each pod needs, and not each time that a scheduler counts its
 * nodes anew. Not thread-safe.
 */
public final class DelayReports {
    /** How long a pod waits before the reason is reported. */
    public static final Duration FIRST = Duration.ofSeconds(5);

    /** How long until another reason is reported. */
    public static final Duration NEXT = Duration.ofSeconds(60);

    /** How much of a reason is reported, in characters: a cluster of many nodes says much. */
    public static final int MOST_CHARACTERS = 1_000;

    private @Nullable String reported;
    private Duration due = FIRST;

    /**
     * What is to be reported now.
     *
     * @param waited how long it has waited in all
     */
    public Optional<String> next(String why, Duration waited) {
        String shown = ShortText.of(why, MOST_CHARACTERS);
        if (waited.compareTo(due) < 0 || shown.equals(reported)) {
            return Optional.empty();
        }
        reported = shown;
        due = waited.plus(NEXT);
        return Optional.of(shown);
    }
}
