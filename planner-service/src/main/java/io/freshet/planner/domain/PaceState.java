package io.freshet.planner.domain;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of an instance whose inputs' changes may wait.
 *
 * @param launched by input, a hash of what it read at its last launch
 * @param launchedAt null if it never was
 * @param content of all it would read, when it last changed; empty if nothing waits
 * @param first when the first change came that waits
 * @param last when the last one came
 */
record PaceState(
        Map<String, String> launched, @Nullable Instant launchedAt, String content, Instant first, Instant last) {
    private static final String BETWEEN = ";";

    static final PaceState NONE = new PaceState(Map.of(), null, "", Instant.EPOCH, Instant.EPOCH);

    static PaceState launched(Map<String, String> hashes, Instant at) {
        return new PaceState(hashes, at, "", Instant.EPOCH, Instant.EPOCH);
    }

    /** Whether a change waits. */
    boolean isWaiting() {
        return !content.isEmpty();
    }

    PaceState settled() {
        return new PaceState(launched, launchedAt, "", Instant.EPOCH, Instant.EPOCH);
    }

    PaceState changed(String next, Instant now) {
        return new PaceState(launched, launchedAt, next, isWaiting() ? first : now, now);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(launchedAt == null ? "" : launchedAt)
                .append(BETWEEN)
                .append(first)
                .append(BETWEEN)
                .append(last);
        text.append(BETWEEN).append(content);
        launched.forEach(
                (input, hash) -> text.append(BETWEEN).append(input).append('=').append(hash));
        return text.toString();
    }

    static PaceState parse(String text) {
        String[] parts = text.split(BETWEEN, -1);
        Map<String, String> launched = new TreeMap<>();
        for (int i = 4; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            launched.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
        }
        return new PaceState(
                launched,
                parts[0].isEmpty() ? null : Instant.parse(parts[0]),
                parts[3],
                Instant.parse(parts[1]),
                Instant.parse(parts[2]));
    }
}
