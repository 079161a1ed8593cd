package io.freshet.standalone;

import io.freshet.contracts.text.ShortText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why something did not start, in one line for people: what was tried, and what came in the way. */
final class FailureReason {
    private static final int MOST_CHARACTERS = 1_000;

    private FailureReason() {}

    /** The messages of a failure and of its deepest cause, without the names of classes where a message says it. */
    static String of(Throwable failure) {
        List<String> said = new ArrayList<>();
        add(said, failure);
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < 50; depth++) {
            root = root.getCause();
        }
        add(said, root);
        String reason = String.join(": ", said);
        return ShortText.of(reason, MOST_CHARACTERS);
    }

    private static void add(List<String> said, Throwable failure) {
        String message = message(failure);
        if (said.stream().noneMatch(before -> before.contains(message))) {
            said.add(message);
        }
    }

    private static String message(Throwable failure) {
        @Nullable String message = failure.getMessage();
        if (message == null || message.isBlank()) {
            return failure.getClass().getSimpleName();
        }
        return message.lines().findFirst().orElse("").strip();
    }
}
